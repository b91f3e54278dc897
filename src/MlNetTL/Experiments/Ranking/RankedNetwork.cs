using System.Text.Json.Serialization;
using MlNetTL.Evaluation;

namespace MlNetTL.Experiments.Ranking;

/// <summary>A network with its weights, and what was found out about it without training it.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Weights">The name or file of its weights; 'none' from scratch.</param>
/// <param name="Start">What training would start from.</param>
/// <param name="WeightsSha256">The hash of the weights' file, or null from scratch.</param>
/// <param name="IsPipelines">Whether the pipeline itself names this network with these weights.</param>
/// <param name="LogME">The logarithm of maximum evidence; NaN where it was not got.</param>
/// <param name="HScore">The regularised H-score; NaN where it was not got.</param>
/// <param name="Labels">Both figures of each label of a binary or multi-label task; empty for classes.</param>
/// <param name="Features">The number of features.</param>
/// <param name="Parameters">The number of parameters, with the head of this task.</param>
/// <param name="ForwardSeconds">The time of the pass over the images that gave the features.</param>
/// <param name="StepSeconds">The time of one training step of the whole network; NaN where it was not got.</param>
/// <param name="StepImages">The images of that step.</param>
/// <param name="StepBytes">How far memory rises in that step, parameters not counted; null where the system does not tell.</param>
/// <param name="Problem">Why figures are missing, in a sentence; null where all are there.</param>
public sealed record RankedNetwork(
    string Network,
    string Weights,
    StartKind Start,
    string? WeightsSha256 = null,
    bool IsPipelines = false,
    double LogME = double.NaN,
    double HScore = double.NaN,
    IReadOnlyList<LabelTransferability>? Labels = null,
    int Features = 0,
    long Parameters = 0,
    double ForwardSeconds = double.NaN,
    double StepSeconds = double.NaN,
    int StepImages = 0,
    long? StepBytes = null,
    string? Problem = null)
{
    /// <summary>Both figures of each label of a binary or multi-label task; empty for classes.</summary>
    public IReadOnlyList<LabelTransferability> Labels { get; init; } = Labels ?? [];

    /// <summary>Whether the network was scored.</summary>
    [JsonIgnore]
    public bool IsScored => !double.IsNaN(LogME);

    /// <summary>The weights in a few words: a file without its folder.</summary>
    [JsonIgnore]
    public string ShortWeights => Start switch
    {
        StartKind.Scratch => "from scratch",
        StartKind.MeanAndVariance => $"mean and variance of {ShortName(Weights)}",
        _ => ShortName(Weights),
    };

    /// <summary>Weights without their folder. Every run calls its model alike, so that the run's name goes with it.</summary>
    internal static string ShortName(string weights)
    {
        var path = Path.TrimEndingDirectorySeparator(weights);
        var name = Path.GetFileName(path);
        return name == "model.zip" && Path.GetFileName(Path.GetDirectoryName(path)) is { Length: > 0 } run ? $"{run}/{name}" : name;
    }
}
