namespace MlNetTL.Data;

/// <summary>What is wrong with a file, by the places in it.</summary>
internal sealed class DataProblems(string file) : CollectedProblems(file)
{
    private readonly string _name = Path.GetFileName(file);

    /// <summary>What places are counted in: lines of a text, or rows of a table that has no lines.</summary>
    public string Unit { get; set; } = "line";

    /// <summary>Notes one problem: where (0 for the file as a whole), what is there, what ought to be there.</summary>
    public void Add(long line, string? column, string found, string expected) =>
        Take(() => $"{_name}{(line > 0 ? $", {Unit} {line}" : "")}{(column is null ? "" : $", column '{column}'")}: found {found}, expected {expected}.");

    /// <summary>A value as it is shown in a problem: quoted, and cut where it is long.</summary>
    public static string Quote(string value)
    {
        var firstLine = value.AsSpan();
        if (firstLine.IndexOfAny('\r', '\n') is >= 0 and var end) firstLine = firstLine[..end];
        return firstLine.Length > 120 || firstLine.Length < value.Length ? $"'{firstLine[..Math.Min(120, firstLine.Length)]}…'" : $"'{value}'";
    }
}
