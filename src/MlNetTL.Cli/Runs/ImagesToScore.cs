using Microsoft.ML;
using MlNetTL.Data;
using MlNetTL.Foundation;
using MlNetTL.Images;

namespace MlNetTL.Cli.Runs;

/// <summary>Images without labels, and how their paths are written back.</summary>
/// <param name="Rows">The images.</param>
/// <param name="Names">The path of each as the user knows it: as the CSV has it, or beginning with the folder as it was typed.</param>
internal sealed record ImagesToScore(IReadOnlyList<LabelledImage> Rows, IReadOnlyList<string> Names)
{
    /// <summary>Lists the images of a folder, or those that a CSV names.</summary>
    public static ImagesToScore Find(MLContext mlContext, string folderOrCsv, string? pathColumn, string? root, string? pathPattern = null, IReadOnlyList<string>? bands = null,
        StudiesToScore? studies = null)
    {
        if (!File.Exists(folderOrCsv) && !Directory.Exists(folderOrCsv))
            throw new FileNotFoundException($"There must be a folder of images or a CSV. Looked for {Path.GetFullPath(folderOrCsv)}. "
                + "Name an existing one.", folderOrCsv);
        if (Directory.Exists(folderOrCsv))
            return Of(ImageTable.Read("predict", mlContext.Data.LoadImageFolder(folderOrCsv)), folderOrCsv, prefix: folderOrCsv);
        var view = mlContext.Data.LoadImageManifest(folderOrCsv,
            new ImageManifestOptions(pathColumn ?? (pathPattern is null ? PathColumnOf(folderOrCsv) : "path"), LabelColumn: null, ImageFolder: root, PathPattern: pathPattern, Bands: bands,
                PatientColumn: studies?.Patient, StudyColumn: studies?.Column));
        return Of(ImageTable.Read("predict", view), root ?? Path.GetDirectoryName(Path.GetFullPath(folderOrCsv))!, prefix: "");
    }

    private static ImagesToScore Of(ImageTable table, string root, string prefix)
    {
        var full = Path.GetFullPath(root);
        return new(table.Rows, [.. table.Rows.Select(row => BandFiles.Map(row.Path, file => Path.Combine(prefix, Path.GetRelativePath(full, file))))]);
    }

    private static string PathColumnOf(string csv)
    {
        var problems = new DataProblems(csv);
        using var reader = TableRows.Open(csv, problems);
        problems.ThrowIfAny();
        return reader.Header.FirstOrDefault(name => name.Equals("path", StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"{csv} must have a column of paths. "
                + $"Found: {string.Join(", ", reader.Header)}.{Suggestion.For("path", reader.Header)} Name the column with --path-column.");
    }
}
