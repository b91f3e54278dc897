using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Experiments.Runs;

/// <summary>Everything about a finished run: metrics.json, and what the report is drawn from.</summary>
/// <param name="Pipeline">The pipeline, with every default written out.</param>
/// <param name="Provenance">Where the result comes from.</param>
/// <param name="Data">How many images served what.</param>
/// <param name="History">The epochs, in order.</param>
/// <param name="BestEpoch">The place in <paramref name="History"/>, from 0, of the epoch whose weights were kept; null without validation.</param>
/// <param name="Evaluations">The figures on each set of images.</param>
/// <param name="Warnings">What the run warned of.</param>
/// <param name="Seconds">How long the run took.</param>
/// <param name="Split">How the images were divided, in a sentence; null where the data set's own sets were used.</param>
/// <param name="Rule">Which settings a rule chose, and by what; null where none did.</param>
public sealed record RunResult(
    Pipeline Pipeline,
    Provenance Provenance,
    IReadOnlyList<DataCount> Data,
    IReadOnlyList<EpochRecord> History,
    int? BestEpoch,
    IReadOnlyList<EvaluationResult> Evaluations,
    IReadOnlyList<string> Warnings,
    double Seconds,
    string? Split = null,
    string? Rule = null)
{
    /// <summary>What the fit chose or counted by itself, a sentence each, such as the precision that was measured to be faster; null in files from before this was kept.</summary>
    public IReadOnlyList<string>? Notes { get; init; }
}
