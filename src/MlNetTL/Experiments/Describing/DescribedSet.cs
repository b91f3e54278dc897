namespace MlNetTL.Experiments.Describing;

/// <summary>How many images a set has, and whose.</summary>
/// <param name="Name">train, valid, …; 'all' where the data have one set.</param>
/// <param name="Images">Rows.</param>
/// <param name="Patients">Patients; null where the data do not tell. Likewise all that follow.</param>
/// <param name="Studies">Studies.</param>
/// <param name="Sources">Tiles, slides or places.</param>
/// <param name="Labels">The counts of each label, or of each class.</param>
internal sealed record DescribedSet(string Name, int Images, int? Patients, int? Studies, int? Sources, IReadOnlyList<LabelCount> Labels);
