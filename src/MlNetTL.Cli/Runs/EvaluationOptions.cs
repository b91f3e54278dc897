namespace MlNetTL.Cli.Runs;

/// <summary>What to evaluate, and on what.</summary>
/// <param name="Model">A zip or a run's folder.</param>
/// <param name="Pipeline">A pipeline file that describes the data; null for the run's own.</param>
/// <param name="Data">The data set's folder, in place of the pipeline's.</param>
/// <param name="Splits">The splits to read; null for the test images, or what comes nearest.</param>
/// <param name="Output">The folder for the figures; null for a new one.</param>
internal sealed record EvaluationOptions(string Model, string? Pipeline, string? Data, IReadOnlyList<string>? Splits, string? Output);
