namespace MlNetTL.Experiments.Describing;

/// <summary>How often a label has each of its values.</summary>
/// <param name="Name">The label; or a class, which only has images in which it is present.</param>
/// <param name="Present">1.</param>
/// <param name="Absent">0; null for a class, as are the others.</param>
/// <param name="Uncertain">-1.</param>
/// <param name="Blank">Not mentioned.</param>
internal sealed record LabelCount(string Name, int Present, int? Absent = null, int? Uncertain = null, int? Blank = null);
