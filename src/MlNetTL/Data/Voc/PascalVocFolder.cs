namespace MlNetTL.Data;

/// <summary>Finds the annotations of a folder in Pascal VOC's form.</summary>
internal static class PascalVocFolder
{
    /// <summary>The folders of such a data set.</summary>
    public const string Images = "JPEGImages", Annotations = "Annotations";

    /// <summary>The root of the data set.</summary>
    public static string FindRoot(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var full = Path.GetFullPath(folder);
        return new[] { Images, Annotations }.All(name => Directory.Exists(Path.Combine(full, name))) ? full
            : throw new DirectoryNotFoundException($"A folder in Pascal VOC's form must hold {Images} and {Annotations}. Looked in {full}. "
                + "Either give the folder that both lie in (VOC2012, say), or write boxes of another form as regions in a CSV: tile.png#xywh=x,y,width,height.");
    }

    /// <summary>The XML files of a split, in ordinal order; those of a list in the list's.</summary>
    public static IReadOnlyList<string> Files(string root, string? split, FolderProblems problems)
    {
        var folder = Path.Combine(root, Annotations);
        if (split is null)
        {
            var all = Directory.EnumerateFiles(folder, "*.xml").Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal).ToArray();
            if (all.Length == 0) problems.Add(folder, "no .xml", "the annotations of the images");
            return all;
        }
        var list = Path.Combine(root, "ImageSets", "Main", $"{split}.txt");
        if (!File.Exists(list))
            throw new FileNotFoundException($"The list of the images of the split '{split}' must exist. Looked for {list}. "
                + "Either name a list that the data set has, or leave the split out to read all images.", list);
        var files = new List<string>();
        foreach (var name in File.ReadLines(list).Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            var file = Path.Combine(folder, $"{name}.xml");
            if (!RelativePath.StaysInside(name) || name.Contains('/') || name.Contains('\\')) problems.Add(list, DataProblems.Quote(name), "names of annotations, one a line");
            else if (!File.Exists(file)) problems.Add(list, $"the image {DataProblems.Quote(name)} without an annotation", $"{Annotations}/{name}.xml");
            else files.Add(file);
        }
        return files;
    }
}
