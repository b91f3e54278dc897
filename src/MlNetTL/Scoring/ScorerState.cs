using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetTL.Scoring;

/// <summary>The settings of a scoring transformer as the zip holds them.</summary>
internal sealed record ScorerState(ModelDescription Description, KeyValues? Keys, ScoreColumnNames Names)
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>The settings as JSON.</summary>
    public static string ToJson(ScorerState state) => JsonSerializer.Serialize(state, s_options);

    /// <summary>Reads the settings.</summary>
    public static ScorerState FromJson(string json) => JsonSerializer.Deserialize<ScorerState>(json, s_options) ?? throw new InvalidDataException("The model's settings must be a JSON object. Found: null.");
}
