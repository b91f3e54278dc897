using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetTL.Experiments.Describing;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Ranking;

namespace MlNetTL.Experiments.Runs;

/// <summary>metrics.json as text. A figure that is not defined (NaN) is written as null, which every JSON reader takes.</summary>
public static class RunJson
{
    private static readonly JsonSerializerOptions s_options = new(PipelineFile.Options) { Converters = { new UndefinedAsNull() } };

    /// <summary>Writes a result.</summary>
    public static string Write(RunResult result) => JsonSerializer.Serialize(result, s_options) + "\n";

    /// <summary>Writes the figures of one set, as an evaluation of a saved model gives them.</summary>
    public static string Write(EvaluationResult result) => JsonSerializer.Serialize(result, s_options) + "\n";

    /// <summary>Writes a ranking, as rank.json has it.</summary>
    public static string Write(RankingResult result) => JsonSerializer.Serialize(result, s_options) + "\n";

    /// <summary>Writes a comparison of splits, as leakage.json has it.</summary>
    internal static string Write(LeakageComparison comparison) => JsonSerializer.Serialize(comparison, s_options) + "\n";

    /// <summary>Writes what a data set holds, as description.json has it.</summary>
    internal static string Write(DataDescription description) => JsonSerializer.Serialize(description, s_options) + "\n";

    /// <summary>Reads a ranking.</summary>
    /// <exception cref="JsonException">The text is not a rank.json.</exception>
    public static RankingResult ReadRanking(string json) =>
        JsonSerializer.Deserialize<RankingResult>(json, s_options) ?? throw new JsonException("rank.json must hold a ranking. Received: null.");

    /// <summary>Reads a result. The single images are not in metrics.json, so <see cref="EvaluationResult.Rows"/> is empty.</summary>
    /// <exception cref="JsonException">The text is not a metrics.json.</exception>
    public static RunResult Read(string json) =>
        JsonSerializer.Deserialize<RunResult>(json, s_options) ?? throw new JsonException("metrics.json must hold a result. Received: null.");

    private sealed class UndefinedAsNull : JsonConverter<double>
    {
        public override bool HandleNull => true;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
