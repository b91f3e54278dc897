using System.Text.RegularExpressions;

namespace MlNetTL.Data;

/// <summary>Reads a folder that holds a folder of images for each class, perhaps within a folder for each split.</summary>
internal sealed class ClassFolderReader
{
    private static readonly string[] s_splitNames = ["train", "training", "val", "valid", "validation", "test", "testing"];

    private readonly string _root;
    private readonly DataProblems _problems;
    private readonly Regex? _patient;

    private ClassFolderReader(string root, Regex? patient) => (_root, _problems, _patient) = (root, new DataProblems(root), patient);

    /// <summary>Whether the classes lie within folders of splits, by the names of the folders.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">Some folders have names of splits and some have not.</exception>
    public static string[] SplitsOf(string folder) => SplitsOf(new ClassFolderReader(Existing(folder), null));

    /// <summary>The images in ordinal order of their paths, so that every machine lists them alike.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="split">The split's folder; null for all.</param>
    /// <param name="patientPattern">A regular expression with one group, which is the patient, for the name of each file; null for no patients.</param>
    public static List<ManifestRow> Read(string folder, string? split, string? patientPattern)
    {
        var reader = new ClassFolderReader(Existing(folder), PatientPattern.Of(patientPattern));
        var splits = SplitsOf(reader);
        if (split is not null && !splits.Contains(split, StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException($"Split must be one of the folders of splits in {reader._root}. Received: '{split}'. "
                + $"Found: {(splits.Length == 0 ? "none, the folders there are classes" : string.Join(", ", splits))}.", nameof(split));
        return reader.ReadAll([.. splits.Where(name => split is null || name.Equals(split, StringComparison.OrdinalIgnoreCase))]);
    }

    private static string Existing(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(full) ? full
            : throw new DirectoryNotFoundException($"The folder of the classes must exist. Looked for {full}. Either give another folder, or a CSV of paths to LoadImageManifest.");
    }

    private static string[] SplitsOf(ClassFolderReader reader)
    {
        var folders = Folders(reader._root);
        var splits = folders.Where(name => s_splitNames.Contains(name, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (splits.Length > 0 && splits.Length < folders.Length)
            reader._problems.Add(0, null, $"folders of splits ({string.Join(", ", splits)}) beside others ({string.Join(", ", folders.Except(splits).Take(5))})",
                "either a folder for each split with the classes in them, or a folder for each class");
        reader._problems.ThrowIfAny();
        return splits;
    }

    private List<ManifestRow> ReadAll(string[] splits)
    {
        var rows = new List<ManifestRow>();
        RefuseImagesIn(_root);
        if (splits.Length == 0) ReadClasses("", rows);
        foreach (var split in splits)
        {
            RefuseImagesIn(Path.Combine(_root, split));
            ReadClasses(split, rows);
        }
        _problems.ThrowIfAny();
        return rows;
    }

    private void ReadClasses(string split, List<ManifestRow> rows)
    {
        var parent = Path.Combine(_root, split);
        var classes = Folders(parent);
        if (classes.Length == 0) _problems.Add(0, null, $"no folder in {Shown(parent)}", "one for each class");
        foreach (var name in classes)
        {
            var folder = Path.Combine(parent, name);
            var images = Directory.EnumerateFiles(folder).Where(ImageFiles.IsImage).Order(StringComparer.Ordinal).ToArray();
            var deeper = Folders(folder);
            if (deeper.Length > 0)
                _problems.Add(0, null, $"folders in {Shown(folder)} ({string.Join(", ", deeper.Take(5))}){(images.Length > 0 ? " beside images" : "")}",
                    "images alone in the folder of a class, all at the same depth");
            else if (images.Length == 0) _problems.Add(0, null, $"no image in {Shown(folder)}", $"at least one ({string.Join(", ", ImageFiles.Endings)})");
            foreach (var image in images) rows.Add(new() { Path = image, Label = name, Split = split, Patient = PatientOf(image) });
        }
    }

    private string PatientOf(string image)
    {
        if (_patient is null) return "";
        if (_patient.Match(Path.GetFileName(image)) is { Success: true } match && match.Groups[1].Length > 0) return match.Groups[1].Value;
        _problems.Add(0, null, $"the file {Shown(image)}", $"a name that the pattern of patients fits, {_patient}");
        return "";
    }

    private void RefuseImagesIn(string folder)
    {
        var images = Directory.EnumerateFiles(folder).Where(ImageFiles.IsImage).Order(StringComparer.Ordinal).ToArray();
        if (images.Length > 0)
            _problems.Add(0, null, $"{images.Length:N0} images in {Shown(folder)} itself, such as {Path.GetFileName(images[0])}", "images in the folders of classes alone, all at the same depth");
    }

    private string Shown(string path) => path == _root ? "the folder" : Path.GetRelativePath(_root, path);

    private static string[] Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];
}
