using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlNetTL.Data;

/// <summary>Version 1: a folder for each patch, with its labels in a JSON file, and lists of patches beside them.</summary>
internal static partial class BigEarthNetFolders
{
    /// <summary>What the names of the labels' files end in.</summary>
    public const string Ending = "_labels_metadata.json";

    private const long MostBytes = 1 << 20;

    // The lists that the authors publish: a name a line.
    private static readonly (string File, string Reason)[] s_skipped =
        [("patches_with_seasonal_snow.csv", "with seasonal snow"), ("patches_with_cloud_and_shadow.csv", "with clouds or their shadows")];

    private static readonly (BigEarthNetSplit Split, string File)[] s_splits =
        [(BigEarthNetSplit.Train, "train.csv"), (BigEarthNetSplit.Validation, "val.csv"), (BigEarthNetSplit.Test, "test.csv")];

    /// <summary>Whether a folder is that of a patch.</summary>
    public static bool IsPatch(string folder) => File.Exists(LabelsFile(folder));

    /// <summary>Reads the patches of a split.</summary>
    /// <param name="root">The folder that the patches lie in.</param>
    /// <param name="lists">The folder that the lists lie in, if not the root itself.</param>
    /// <param name="split">The split.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static BigEarthNetArchive Read(string root, string lists, BigEarthNetSplit split, FolderProblems problems)
    {
        var names = Directory.EnumerateDirectories(root).Where(IsPatch).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal).ToArray();
        var splits = Splits(root, lists, problems);
        var archive = new BigEarthNetArchive([], HasCorine: true, []);
        if (split != BigEarthNetSplit.All) names = Of(split, names, splits, root);
        foreach (var (file, reason) in s_skipped)
        {
            if (Find(file, root, lists) is not { } path) continue;
            var skipped = BigEarthNetLists.Read(path);
            var kept = names.Where(name => !skipped.Contains(name)).ToArray();
            archive.Leave(reason, names.Length - kept.Length);
            names = kept;
        }
        var read = names.AsParallel().AsOrdered().Select(name => ReadPatch(root, name, splits.GetValueOrDefault(name).ToString())).ToArray();
        foreach (var (patch, file, problem) in read)
            if (patch is null) problems.Add(file, problem!);
        return archive with { Patches = [.. read.Select(result => result.Patch).OfType<BigEarthNetPatch>()] };
    }

    private static string[] Of(BigEarthNetSplit split, string[] names, Dictionary<string, BigEarthNetSplit> splits, string root)
    {
        var kept = names.Where(name => splits.GetValueOrDefault(name) == split).ToArray();
        return kept.Length > 0 ? kept : throw new FileNotFoundException($"The split {split} needs the list {s_splits.Single(row => row.Split == split).File} with names of patches of the folder. "
            + $"Looked in {root}; the lists there name {splits.Count:N0} patches. Either put the authors' train.csv, val.csv and test.csv there, or read all patches and have them split by Source.");
    }

    private static Dictionary<string, BigEarthNetSplit> Splits(string root, string lists, FolderProblems problems)
    {
        var splits = new Dictionary<string, BigEarthNetSplit>();
        foreach (var (split, file) in s_splits)
        {
            if (Find(file, root, lists) is not { } path) continue;
            foreach (var name in BigEarthNetLists.Read(path))
                if (!splits.TryAdd(name, split)) problems.Add(path, $"the patch {DataProblems.Quote(name)}", $"patches that {s_splits.Single(row => row.Split == splits[name]).File} does not list");
        }
        return splits;
    }

    private static string? Find(string file, params string[] folders) => folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static (BigEarthNetPatch? Patch, string File, string? Problem) ReadPatch(string root, string name, string split)
    {
        var folder = Path.Combine(root, name);
        var file = LabelsFile(folder);
        try
        {
            if (new FileInfo(file).Length > MostBytes) return (null, file, $"it has more than {MostBytes:N0} bytes, far more than labels take.");
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            if (json.RootElement is not { ValueKind: JsonValueKind.Object } metadata || !metadata.TryGetProperty("labels", out var labels)
                || labels.ValueKind != JsonValueKind.Array || labels.EnumerateArray().Any(label => label.ValueKind != JsonValueKind.String))
                return (null, file, "found no list of labels, expected \"labels\": [\"…\"].");
            var tile = metadata.TryGetProperty("tile_source", out var source) && source.ValueKind == JsonValueKind.String ? source.GetString()! : name;
            return (new(name, folder, [.. labels.EnumerateArray().Select(label => label.GetString()!)], PlaceOf(tile, name), split == nameof(BigEarthNetSplit.All) ? "" : split), file, null);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, file, $"it cannot be read: {error.Message}");
        }
    }

    /// <summary>Where on Earth a patch lies: the tile of the military grid (T33UUP), which a name holds beside date and satellite. The same ground was taken on several
    /// dates, and what was learned there must not be measured there. Where no tile is named, the acquisition.</summary>
    /// <param name="text">What names the tile.</param>
    /// <param name="name">The patch's name.</param>
    public static string PlaceOf(string text, string name) => GridTile().Match(text) is { Success: true } tile ? tile.Groups[1].Value : text == name ? TileOf(name) : text;

    /// <summary>The acquisition of a patch by its name, which is its folder in version 2: all but its place on the tile.</summary>
    public static string TileOf(string name) => name.Split('_') is { Length: > 2 } parts ? string.Join('_', parts[..^2]) : name;

    [GeneratedRegex("(?:^|_)(T[0-9]{2}[A-Z]{3})(?:_|$)")]
    private static partial Regex GridTile();

    private static string LabelsFile(string folder) => Path.Combine(folder, Path.GetFileName(folder) + Ending);
}
