namespace MlNetTL.Cli.DataSets;

/// <summary>Which data a command is about.</summary>
/// <param name="Pipeline">A pipeline file; null where the data set is named.</param>
/// <param name="Dataset">A data set's name; null where a pipeline is.</param>
/// <param name="Data">The folder of the data set.</param>
internal sealed record DataRequestOptions(string? Pipeline, string? Dataset, string? Data);
