using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Describing;

namespace MlNetTL.Cli.DataSets;

/// <summary>Counts what data hold.</summary>
internal static class DataDescriber
{
    /// <summary>Counts all sets.</summary>
    public static DataDescription Describe(string name, DataRows rows) => new(name, [.. rows.SetNames.Select(set => Describe(set, [.. rows.Of(set)], rows.Table))], rows.Notes);

    /// <summary>Counts some images.</summary>
    public static DescribedSet Describe(string set, IReadOnlyList<LabelledImage> images, ImageTable table) => new(
        set, images.Count, Different(images, row => row.Patient), Different(images, row => row.Study), Different(images, row => row.Source), Labels(images, table));

    /// <summary>The labels of an image in words.</summary>
    public static string Words(LabelledImage row, ImageTable table)
    {
        if (table.LabelNames.Count == 0) return row.Label.Length == 0 ? "no class" : row.Label;
        var parts = table.LabelNames.Select((name, i) => row.Labels[i] switch { 1 => name, -1 => $"{name}?", _ => "" }).Where(word => word.Length > 0).ToArray();
        return parts.Length == 0 ? "no label present" : string.Join(", ", parts);
    }

    private static int? Different(IReadOnlyList<LabelledImage> images, Func<LabelledImage, string> nameOf) =>
        images.Select(nameOf).Where(name => name.Length > 0).Distinct().Count() is > 0 and var count ? count : null;

    private static LabelCount[] Labels(IReadOnlyList<LabelledImage> images, ImageTable table)
    {
        // Of a number, how many are known: each may be different.
        if (table.ValueName is { } number) return [new LabelCount(number, images.Count(row => !float.IsNaN(row.Value)))];
        if (table.LabelNames.Count == 0)
            return [.. images.Where(row => row.Label.Length > 0).GroupBy(row => row.Label).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new LabelCount(group.Key, group.Count()))];
        return [.. table.LabelNames.Select((name, i) => new LabelCount(name, images.Count(row => row.Labels[i] == 1),
            images.Count(row => row.Labels[i] == 0), images.Count(row => row.Labels[i] == -1), images.Count(row => float.IsNaN(row.Labels[i]))))];
    }
}
