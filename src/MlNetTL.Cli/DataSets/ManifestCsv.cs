using System.Globalization;
using System.Text;
using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Foundation;

namespace MlNetTL.Cli.DataSets;

/// <summary>Writes any data as a plain CSV that the data set 'csv' reads.</summary>
internal static class ManifestCsv
{
    private const string Path = "path", Patient = "patient", Study = "study", Source = "source", Split = "split", Label = "label";

    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rows">The images.</param>
    /// <returns>The columns.</returns>
    public static IReadOnlyList<string> Write(string file, DataRows rows)
    {
        var table = rows.Table;
        var columns = new List<(string Name, Func<LabelledImage, int, string> Value)> { (Path, (row, _) => rows.NameOf(row)) };
        AddWhereKnown(columns, table, Patient, row => row.Patient);
        AddWhereKnown(columns, table, Study, row => row.Study);
        AddWhereKnown(columns, table, Source, row => row.Source);
        columns.Add((Split, (_, i) => rows.Sets[i]));
        if (table.ValueName is { } number) columns.Add((number, (row, _) => float.IsNaN(row.Value) ? "NaN" : row.Label));
        else if (table.LabelNames.Count == 0) AddWhereKnown(columns, table, Label, row => row.Label);
        for (var label = 0; label < table.LabelNames.Count; label++)
        {
            var slot = label;
            columns.Add((table.LabelNames[slot], (row, _) => float.IsNaN(row.Labels[slot]) ? "" : row.Labels[slot].ToString("R", CultureInfo.InvariantCulture)));
        }
        if (columns.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"No label may be called '{twice.Key}', which is a column of the manifest. Rename the label.");
        AtomicFile.Write(file, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(string.Join(',', columns.Select(column => CsvText.Field(column.Name))));
            for (var i = 0; i < table.Rows.Count; i++) writer.WriteLine(string.Join(',', columns.Select(column => CsvText.Field(column.Value(table.Rows[i], i)))));
        });
        return [.. columns.Select(column => column.Name)];
    }

    private static void AddWhereKnown(List<(string, Func<LabelledImage, int, string>)> columns, ImageTable table, string name, Func<LabelledImage, string> value)
    {
        if (table.Rows.Any(row => value(row).Length > 0)) columns.Add((name, (row, _) => value(row)));
    }
}
