namespace MlNetTL.Data;

/// <summary>What to read of a ChestX-ray14 folder.</summary>
/// <param name="Split">Which of the official lists, or all images.</param>
/// <param name="Labels">The findings that make up the column <c>Labels</c>, in order, of <see cref="ChestXray14Labels.Names"/>; null for the fourteen.</param>
public sealed record ChestXray14Options(ChestXray14Split Split = ChestXray14Split.TrainVal, IReadOnlyList<string>? Labels = null);
