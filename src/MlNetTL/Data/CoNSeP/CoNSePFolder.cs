namespace MlNetTL.Data;

/// <summary>Finds the tiles of a CoNSeP folder and their labels.</summary>
internal static class CoNSePFolder
{
    /// <summary>A tile: its image and its labels, by full paths.</summary>
    internal readonly record struct Tile(string Image, string Labels);

    /// <summary>The root of the data set by whichever of its splits is there.</summary>
    public static string FindRoot(string folder)
    {
        try
        {
            return FindRoot(folder, CoNSePSplit.Train);
        }
        catch (DirectoryNotFoundException)
        {
            return FindRoot(folder, CoNSePSplit.Test);
        }
    }

    /// <summary>The root of the data set: the folder itself, or the folder <c>CoNSeP</c> in it.</summary>
    public static string FindRoot(string folder, CoNSePSplit split)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var full = Path.GetFullPath(folder);
        foreach (var root in new[] { full, Path.Combine(full, "CoNSeP") })
            if (Directory.Exists(Path.Combine(root, split.ToString(), "Images"))) return root;
        throw new DirectoryNotFoundException($"The folder of CoNSeP must hold {split}/Images and {split}/Labels. Looked in {full} and {Path.Combine(full, "CoNSeP")}. "
            + "Either give the folder that Train and Test lie in, or get the data from https://warwick.ac.uk/fac/cross_fac/tia/data/hovernet and unpack it there.");
    }

    /// <summary>The tiles of a split by the numbers in their names (train_2 before train_10); those that lack one of their two files are noted.</summary>
    public static List<Tile> Tiles(string root, CoNSePSplit split, FolderProblems problems)
    {
        var (images, labels) = (Path.Combine(root, split.ToString(), "Images"), Path.Combine(root, split.ToString(), "Labels"));
        var tiles = new List<Tile>();
        var names = Names(images, "*.png").Union(Names(labels, "*.mat")).OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal);
        foreach (var name in names)
        {
            var tile = new Tile(Path.Combine(images, $"{name}.png"), Path.Combine(labels, $"{name}.mat"));
            if (!File.Exists(tile.Image)) problems.Add(tile.Image, "no file", "the image of the labels of this name");
            else if (!File.Exists(tile.Labels)) problems.Add(tile.Labels, "no file", "the labels of the image of this name");
            else tiles.Add(tile);
        }
        if (tiles.Count == 0 && problems.Count == 0) problems.Add(images, "no .png", "the tiles of the split");
        return tiles;
    }

    private static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => !name.StartsWith('.')) : [];
}
