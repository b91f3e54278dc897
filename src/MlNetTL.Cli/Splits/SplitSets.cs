using MlNetTL.Cli.Runs;
using MlNetTL.Data;

namespace MlNetTL.Cli.Splits;

/// <summary>What came of a split.</summary>
/// <param name="All">All images that were divided, labelled or not.</param>
/// <param name="Groups">Their names and groups.</param>
/// <param name="Sets">The set of each: train, validation, test or none.</param>
/// <param name="Description">How they were divided, in a sentence.</param>
internal sealed record SplitSets(ImageTable All, SplitGroups Groups, string[] Sets, string Description)
{
    /// <summary>The images of a set.</summary>
    public ImageTable Table(string set) => All with { Set = set, Rows = [.. All.Rows.Where((_, i) => Sets[i] == set)] };

    /// <summary>The split as a file holds it.</summary>
    public SplitTable ToTable(IReadOnlyList<(string Name, string Value)> settings) => new(Groups.Unit, null, settings,
        [.. Groups.Names.Select((name, i) => new SplitRow(name, Groups.Groups[i], Sets[i])).DistinctBy(row => row.Path)]);
}
