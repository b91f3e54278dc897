namespace MlNetTL.Data;

/// <summary>The published counts of a label.</summary>
/// <param name="Name">The label, or the class.</param>
/// <param name="Present">1.</param>
/// <param name="Absent">0; null where it is not published, as the others.</param>
/// <param name="Uncertain">-1.</param>
/// <param name="Blank">Not mentioned.</param>
internal sealed record PublishedLabel(string Name, int Present, int? Absent = null, int? Uncertain = null, int? Blank = null);
