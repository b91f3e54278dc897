namespace MlNetTL.Data;

/// <summary>What to read of an EyePACS folder.</summary>
/// <param name="Split">Which part.</param>
/// <param name="Labels">The thresholds that make up the column <c>Labels</c>, in order, of <see cref="EyePacsLabels.Names"/>; null for all four.</param>
/// <param name="KeepBlank">Whether to keep the images that are known to be blank (<see cref="EyePacsLabels.BlankImages"/>).</param>
public sealed record EyePacsOptions(EyePacsSplit Split = EyePacsSplit.Train, IReadOnlyList<string>? Labels = null, bool KeepBlank = false);
