using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Describing;
using MlNetTL.Experiments.Report;
using MlNetTL.Foundation;
using MlNetTL.Images;

namespace MlNetTL.Cli.DataSets;

/// <summary>The pictures of a description: examples of each label, and the images that are there several times.</summary>
internal static class DescriptionPictures
{
    private const int Columns = 6, MostRows = 12, MostGroups = 12, MostOfAGroup = 4;

    /// <summary>A sheet with a row of images for each label or class; null where no image can be read.</summary>
    public static byte[]? Sheet(DataRows rows, CancellationToken cancel)
    {
        var tiles = new List<(byte[] Pixels, string Caption)>();
        foreach (var label in LabelsOf(rows).Take(MostRows))
        {
            cancel.ThrowIfCancellationRequested();
            // The same images each time, from anywhere in the data.
            var chosen = rows.Table.Rows.Where(row => Has(rows.Table, row, label)).OrderBy(row => new RowRandom(1, $"example {rows.NameOf(row)}").NextBits()).Take(4 * Columns)
                .Select(row => (Row: row, Pixels: Thumbnail.Draw(row.Path))).Where(tile => tile.Pixels is not null).Take(Columns).ToArray();
            foreach (var tile in chosen) tiles.Add((tile.Pixels!, $"{label}\n{(tile.Row.Patient.Length > 0 ? tile.Row.Patient : Path.GetFileName(BandFiles.First(tile.Row.Path)))}"));
            if (chosen.Length > 0) while (tiles.Count % Columns != 0) tiles.Add((new byte[Thumbnail.Settings.RowBytes], ""));
        }
        return tiles.Count == 0 ? null : ContactSheet.Png(tiles, Thumbnail.Settings, Columns);
    }

    /// <summary>The first groups of images that are the same, drawn.</summary>
    public static IReadOnlyList<IReadOnlyList<PicturedDuplicate>> Duplicates(DataRows rows, ImageFindings findings)
    {
        var paths = rows.Table.Rows.DistinctBy(rows.NameOf).ToDictionary(rows.NameOf, row => row.Path);
        return [.. findings.Duplicates.Take(MostGroups).Select(group => group.Images.Take(MostOfAGroup)
            .Select(image => (Image: image, Pixels: Thumbnail.Draw(paths[image.Path]))).Where(pair => pair.Pixels is not null)
            .Select(pair => new PicturedDuplicate(pair.Image, ImageEncoder.Png(pair.Pixels!, 3, Thumbnail.Side, Thumbnail.Side, PixelType.Byte))).ToArray())];
    }

    private static string[] LabelsOf(DataRows rows) => rows.Table.LabelNames.Count > 0 ? [.. rows.Table.LabelNames]
        : [.. rows.Table.Rows.Select(row => row.Label).Where(label => label.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    private static bool Has(ImageTable table, LabelledImage row, string label) =>
        table.LabelNames.Count == 0 ? row.Label == label : row.Labels[table.LabelNames.ToList().IndexOf(label)] == 1;
}
