using System.Security.Cryptography;
using System.Text;

namespace MlNetTL.Data;

/// <summary>A split as its file holds it.</summary>
/// <param name="Unit">What it keeps together.</param>
/// <param name="Folds">The number of folds; null where it has sets.</param>
/// <param name="Settings">How it was made, in words, by name; for people.</param>
/// <param name="Rows">The images, each once.</param>
internal sealed record SplitTable(SplitUnit Unit, int? Folds, IReadOnlyList<(string Name, string Value)> Settings, IReadOnlyList<SplitRow> Rows)
{
    /// <summary>The sets that images may be in where there are no folds.</summary>
    public static IReadOnlyList<string> Sets { get; } = ["train", "validation", "test", "none"];

    /// <summary>SHA-256 of the images and their groups in ordinal order: the same for the same data, whatever the order of rows, the sets and the machine.</summary>
    public static string HashOf(IEnumerable<(string Path, string Group)> images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, group) in images.OrderBy(image => image.Path, StringComparer.Ordinal)) hash.AppendData(Encoding.UTF8.GetBytes($"{path}\t{group}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The hash of this split's images.</summary>
    public string Manifest => HashOf(Rows.Select(row => (row.Path, row.Group)));

    /// <summary>The set of each image of the data, after a check that the split was made for just these.</summary>
    /// <param name="file">What the split is called in messages.</param>
    /// <param name="images">The data's images: their paths and groups.</param>
    /// <exception cref="InvalidDataException">Images are missing on either side, or their groups are others; the message names up to ten of each.</exception>
    public IReadOnlyList<string> SetsOf(string file, IReadOnlyList<(string Path, string Group)> images)
    {
        var rows = Rows.ToDictionary(row => row.Path);
        var data = images.Select(image => image.Path).ToHashSet();
        var problems = new List<string>();
        Note(problems, [.. data.Where(path => !rows.ContainsKey(path))], "of the data {0} not in it");
        Note(problems, [.. rows.Keys.Where(path => !data.Contains(path))], "of it {0} not in the data");
        Note(problems, [.. images.Where(image => rows.TryGetValue(image.Path, out var row) && row.Group != image.Group)
            .Select(image => $"{image.Path} (it says '{rows[image.Path].Group}', the data say '{image.Group}')")], $"{{0}} of another {Unit.ToString().ToLowerInvariant()}");
        if (problems.Count > 0)
            throw new InvalidDataException($"The split in {file} was made for other data:{string.Concat(problems.Select(problem => $"\n  {problem}"))}\n"
                + "Name the data set and settings that it was made for, or make a new one by 'mlnettl data split'.");
        return [.. images.Select(image => rows[image.Path].Set)];
    }

    private static void Note(List<string> problems, string[] names, string sentence)
    {
        if (names.Length == 0) return;
        var words = string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, names.Length == 1 ? "is" : "are");
        problems.Add($"{names.Length:N0} {(names.Length == 1 ? "image" : "images")} {words}: "
            + $"{string.Join(", ", names.Order(StringComparer.Ordinal).Take(10))}{(names.Length > 10 ? ", …" : "")}");
    }
}
