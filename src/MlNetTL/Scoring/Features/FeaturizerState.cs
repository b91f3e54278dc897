using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetTL.Scoring;

/// <summary>The settings of a featurising transformer as the zip holds them.</summary>
internal sealed record FeaturizerState(FeatureDescription Description, string OutputColumnName, string InputColumnName, int BatchRows)
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>The settings as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_options);

    /// <summary>Reads the settings.</summary>
    public static FeaturizerState FromJson(string json) =>
        JsonSerializer.Deserialize<FeaturizerState>(json, s_options) ?? throw new InvalidDataException("The model's settings must be a JSON object. Found: null.");
}
