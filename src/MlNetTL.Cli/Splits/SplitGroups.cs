using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Splits;

/// <summary>Names images and their groups the same on every machine.</summary>
/// <param name="Unit">What is kept together.</param>
/// <param name="Names">The name of each image: its path from the folder of the data set.</param>
/// <param name="Groups">The group of each image.</param>
internal sealed record SplitGroups(SplitUnit Unit, IReadOnlyList<string> Names, IReadOnlyList<string> Groups)
{
    /// <summary>Names the rows of a table.</summary>
    /// <exception cref="InvalidDataException">The data do not say whose the images are, or say it in two ways.</exception>
    public static SplitGroups Of(DataSettings data, ImageTable table, SplitUnit? asked)
    {
        var unit = asked ?? (table.HasPatients ? SplitUnit.Patient : table.HasSources ? SplitUnit.Source : SplitUnit.Image);
        var folder = RootOf(data, table);
        string[] names = [.. table.Rows.Select(row => ImageNames.Of(row.Path, folder))];
        string[] groups = [.. table.Rows.Select((row, i) => GroupOf(unit, row) ?? names[i])];
        var without = groups.Count(group => group.Length == 0);
        if (without > 0)
            throw new InvalidDataException($"A split by {Word(unit)} needs the {Word(unit)} of every image. {without:N0} of {groups.Length:N0} have none. "
                + $"{WayOut(unit, data)}, or split by another unit (data.split.by).");
        SplitColumns.RequireOneGroupEach([.. names.Select((name, i) => new SplitImage(name, groups[i], []))]);
        return new(unit, names, groups);
    }

    /// <summary>The images with the categories that a function gives them.</summary>
    public SplitImage[] WithCategories(Func<int, IReadOnlyList<int>> categoriesOf) =>
        [.. Names.Select((name, i) => new SplitImage(name, Groups[i], categoriesOf(i)))];

    /// <summary>What a row belongs to; null where each image stands alone.</summary>
    public static string? GroupOf(SplitUnit unit, LabelledImage row) => unit switch
    {
        SplitUnit.Patient => row.Patient,
        SplitUnit.Study => row.Study,
        SplitUnit.Source => row.Source,
        _ => null,
    };

    /// <summary>One, or several, in words.</summary>
    public static string Word(SplitUnit unit, bool several = false) => (unit, several) switch
    {
        (SplitUnit.Study, true) => "studies",
        (_, true) => $"{unit.ToString().ToLowerInvariant()}s",
        _ => unit.ToString().ToLowerInvariant(),
    };

    private static string WayOut(SplitUnit unit, DataSettings data) => data.Dataset == DatasetKind.Csv
        ? $"Name their column in data.{Word(unit)}Column" : $"The data set '{data.Definition.Name}' does not tell it";

    /// <summary>The folder that images are named from.</summary>
    public static string RootOf(DataSettings data, ImageTable table)
    {
        if (data.Folder is { } folder && data.Definition.Takes(nameof(DatasetRequest.Folder)))
        {
            var full = Path.GetFullPath(folder);
            return data.Definition.FindRoot is { } find ? find(full) : full;
        }
        return data.Csv is { } csv ? Path.GetDirectoryName(Path.GetFullPath(csv))! : ImageNames.CommonFolder(table.Rows.Select(row => row.Path));
    }
}
