namespace MlNetTL.Experiments.Pipelines;

/// <summary>Where the results go.</summary>
/// <param name="Folder">The folder that gets one folder for each run. Relative to the working folder.</param>
public sealed record OutputSettings(string Folder = "runs");
