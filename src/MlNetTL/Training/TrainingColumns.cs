namespace MlNetTL.Training;

/// <summary>The columns that a trainer reads.</summary>
/// <param name="Feature">The image column.</param>
/// <param name="Label">The label column.</param>
/// <param name="SamplingKey">The column whose rows stay together in a split, or null.</param>
/// <param name="Balance">The column whose values are drawn as often as each other, or null.</param>
internal sealed record TrainingColumns(string Feature, string Label, string? SamplingKey, string? Balance = null);
