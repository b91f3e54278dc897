namespace MlNetTL.Data;

/// <summary>Notes images that a table lists twice: one of them would count double, or stand on both sides of a split.</summary>
internal sealed class ListedOnce(DataProblems problems)
{
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    /// <summary>Takes an image; a problem that names both places where it was taken before.</summary>
    /// <param name="image">Its path or name.</param>
    /// <param name="line">Where it stands.</param>
    /// <param name="column">The column that names it.</param>
    public void Add(string image, long line, string column)
    {
        // The same file, however the path is written.
        var plain = image.Contains('\\') || image.Contains("./", StringComparison.Ordinal) || image.Contains("//", StringComparison.Ordinal)
            ? string.Join('/', image.Split('/', '\\').Where(part => part is not ("" or "."))) : image;
        if (!_lines.TryAdd(plain, line))
            problems.Add(line, column, $"{DataProblems.Quote(image)}, which {problems.Unit} {_lines[plain]} lists already", "each image once");
    }
}
