namespace MlNetTL.Data;

/// <summary>The official lists of ChestX-ray14: one file name a line.</summary>
internal sealed class ChestXray14Lists
{
    private static readonly (ChestXray14Split Split, string File)[] s_files =
        [(ChestXray14Split.TrainVal, "train_val_list.txt"), (ChestXray14Split.Test, "test_list.txt")];

    private readonly Dictionary<string, (ChestXray14Split Split, long Line)> _images = new(StringComparer.Ordinal);

    private ChestXray14Lists(string root)
    {
        foreach (var (split, file) in s_files) Read(Path.Combine(root, file), split);
    }

    /// <summary>Reads both lists.</summary>
    /// <exception cref="FileNotFoundException">One is missing.</exception>
    /// <exception cref="InvalidDataException">An image is listed twice.</exception>
    public static ChestXray14Lists Read(string root) => new(root);

    /// <summary>The list that an image is on; null where it is on none.</summary>
    public ChestXray14Split? SplitOf(string image) => _images.TryGetValue(image, out var place) ? place.Split : null;

    private static string FileOf(ChestXray14Split split) => s_files.Single(pair => pair.Split == split).File;

    private void Read(string path, ChestXray14Split split)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"ChestX-ray14's official lists must lie beside its table. Looked for {path}. "
                + $"Either get {FileOf(split)} from the place of the table, or load all images (ChestXray14Split.All) and split them by the column Patient.", path);
        var problems = new DataProblems(path);
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            var image = text.Trim();
            if (image.Length == 0 || _images.TryAdd(image, (split, line))) continue;
            var (before, place) = _images[image];
            problems.Add(line, null, $"{DataProblems.Quote(image)}, which {(before == split ? "" : $"{FileOf(before)}, ")}line {place} lists already", "each image on one list, once");
        }
        problems.ThrowIfAny();
    }
}
