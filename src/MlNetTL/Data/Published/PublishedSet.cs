namespace MlNetTL.Data;

/// <summary>What the publishers of a data set say of one of its sets.</summary>
/// <param name="Set">The set's name, as the reader calls it; null for all of them together.</param>
/// <param name="Images">Rows.</param>
/// <param name="Patients">Patients; null where it is not published.</param>
/// <param name="Studies">Studies; null where it is not published.</param>
/// <param name="Labels">For each label how often it is 1, 0, -1 and blank; for a class how often it occurs, and null.</param>
internal sealed record PublishedSet(string? Set, int Images, int? Patients = null, int? Studies = null, IReadOnlyList<PublishedLabel>? Labels = null);
