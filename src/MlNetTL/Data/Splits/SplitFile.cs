using System.Globalization;
using System.Text;
using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>A split as a CSV: comments that say how it was made, and a row for each image with its path, its group and its set or fold.</summary>
internal static class SplitFile
{
    private const string Path = "path", Group = "group", Set = "set", Fold = "fold", By = "by", Folds = "folds", Manifest = "manifest";

    /// <summary>Writes a split, whole or not at all, in the order of the paths.</summary>
    public static void Write(string file, SplitTable split) => AtomicFile.Write(file, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("# A split of images into sets, made by MlNetTL. 'data.split.file' of a pipeline reads it.");
        writer.WriteLine($"# {By}: {split.Unit.ToString().ToLowerInvariant()}");
        if (split.Folds is { } folds) writer.WriteLine($"# {Folds}: {folds.ToString(CultureInfo.InvariantCulture)}");
        foreach (var (name, value) in split.Settings) writer.WriteLine($"# {name}: {value}");
        writer.WriteLine($"# {Manifest}: sha256 {split.Manifest}");
        writer.WriteLine($"{Path},{Group},{(split.Folds is null ? Set : Fold)}");
        foreach (var row in split.Rows.OrderBy(row => row.Path, StringComparer.Ordinal))
            writer.WriteLine($"{CsvText.Field(row.Path)},{CsvText.Field(row.Group)},{row.Set}");
    });

    /// <summary>Reads a split.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not as it should be; the message lists the problems by line, up to twenty.</exception>
    public static SplitTable Read(string file)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"The file of the split must exist. Looked for {System.IO.Path.GetFullPath(file)}. Make it by 'mlnettl data split', or correct data.split.file.", file);
        var problems = new DataProblems(file);
        var comments = CommentsOf(file);
        var unit = UnitOf(comments, problems);
        var rows = new List<SplitRow>();
        bool hasFolds;
        using (var csv = new CsvRows(file, problems, comment: '#'))
        {
            var (path, group) = (csv.Require(Path), csv.Require(Group));
            hasFolds = csv.Header.Contains(Fold);
            var set = csv.Require(hasFolds ? Fold : Set);
            if (path < 0 || group < 0 || set < 0) problems.ThrowIfAny();
            var checks = new SplitChecks(problems, unit, hasFolds);
            while (csv.Read())
                if (checks.Accept(csv.Line, new(csv[path], csv[group], csv[set].Trim()))) rows.Add(new(csv[path], csv[group], csv[set].Trim()));
        }
        if (rows.Count == 0 && problems.Count == 0) problems.Add(1, null, "no row under the header", "at least one image");
        problems.ThrowIfAny();
        var table = new SplitTable(unit, hasFolds ? rows.Max(row => int.Parse(row.Set, CultureInfo.InvariantCulture)) : null,
            [.. comments.Where(comment => comment.Name is not (By or Folds or Manifest)).Select(comment => (comment.Name, comment.Value))], rows);
        if (comments.FirstOrDefault(comment => comment.Name == Manifest) is { Value: { } hash } && hash != $"sha256 {table.Manifest}")
            throw new InvalidDataException($"{file} must list the images that it was written with: its comment says '{hash}', and its rows give 'sha256 {table.Manifest}'. "
                + "Rows were added, removed or changed. Restore the file, or take the line '# manifest: …' out of it if the change was meant.");
        return table;
    }

    private static List<(string Name, string Value)> CommentsOf(string file)
    {
        var comments = new List<(string, string)>();
        foreach (var line in File.ReadLines(file).TakeWhile(line => line.StartsWith('#')))
            if (line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon) comments.Add((line[1..colon].Trim(), line[(colon + 2)..].Trim()));
        return comments;
    }

    // A file that a person wrote says nothing of its unit: then the strictest holds.
    private static SplitUnit UnitOf(List<(string Name, string Value)> comments, DataProblems problems)
    {
        if (comments.FirstOrDefault(comment => comment.Name == By).Value is not { } text) return SplitUnit.Patient;
        if (Enum.TryParse<SplitUnit>(text, ignoreCase: true, out var unit) && !int.TryParse(text, out _)) return unit;
        problems.Add(1, null, $"'# {By}: {text}'", "patient, study, source or image");
        return SplitUnit.Patient;
    }
}
