using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Experiments.Ranking;

/// <summary>Networks ranked for a task: rank.json, and what the page is drawn from.</summary>
/// <param name="Pipeline">The pipeline, with every default written out.</param>
/// <param name="Names">The label, the classes or the labels.</param>
/// <param name="Images">The training images that the networks were scored on.</param>
/// <param name="TrainingImages">The training images there are. Validation and test images are not touched.</param>
/// <param name="Device">The device.</param>
/// <param name="Threads">The number of threads on the CPU.</param>
/// <param name="StartedAt">When the ranking began.</param>
/// <param name="Seconds">How long it took so far.</param>
/// <param name="Waiting">The candidates that were not reached; empty where the ranking came to its end.</param>
/// <param name="Networks">The networks, the best by LogME first, those without figures last.</param>
/// <param name="Warnings">What the ranking warned of.</param>
/// <param name="Versions">The versions of everything that took part, by name.</param>
public sealed record RankingResult(
    Pipeline Pipeline,
    IReadOnlyList<string> Names,
    int Images,
    int TrainingImages,
    string Device,
    int Threads,
    DateTimeOffset StartedAt,
    double Seconds,
    IReadOnlyList<string> Waiting,
    IReadOnlyList<RankedNetwork> Networks,
    IReadOnlyList<string> Warnings,
    IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>The order of a ranking: by LogME, the highest first, and those without figures in the order given.</summary>
    public static IReadOnlyList<RankedNetwork> InOrder(IEnumerable<RankedNetwork> networks) =>
        [.. networks.OrderByDescending(network => network.IsScored).ThenByDescending(network => network.LogME)];
}
