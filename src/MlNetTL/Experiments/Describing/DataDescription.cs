namespace MlNetTL.Experiments.Describing;

/// <summary>What a data set holds.</summary>
/// <param name="Name">The data set, or the pipeline that names it.</param>
/// <param name="Sets">Its sets.</param>
/// <param name="Notes">What a reader must know of the counts.</param>
/// <param name="Findings">What the images themselves say; null where they were not read.</param>
internal sealed record DataDescription(string Name, IReadOnlyList<DescribedSet> Sets, IReadOnlyList<string> Notes, ImageFindings? Findings = null);
