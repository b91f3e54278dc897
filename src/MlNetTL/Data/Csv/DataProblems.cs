using System.Text;

namespace MlNetTL.Data;

/// <summary>Collects what is wrong with a file, so that a person sees all of it at once instead of one mistake a run.</summary>
internal sealed class DataProblems(string file)
{
    /// <summary>How many problems are spelt out; the rest is counted.</summary>
    public const int Limit = 20;

    private readonly List<string> _spelt = [];

    /// <summary>What places are counted in: lines of a text, or rows of a table that has no lines.</summary>
    public string Unit { get; set; } = "line";

    /// <summary>The number of problems so far.</summary>
    public int Count { get; private set; }

    /// <summary>Notes one problem: where (0 for the file as a whole), what is there, what ought to be there.</summary>
    public void Add(long line, string? column, string found, string expected)
    {
        if (++Count > Limit) return;
        var place = $"{(line > 0 ? $", {Unit} {line}" : "")}{(column is null ? "" : $", column '{column}'")}";
        _spelt.Add($"{Path.GetFileName(file)}{place}: found {found}, expected {expected}.");
    }

    /// <summary>A value as it is shown in a problem: quoted, and cut where it is long.</summary>
    public static string Quote(string value)
    {
        var firstLine = value.AsSpan();
        if (firstLine.IndexOfAny('\r', '\n') is >= 0 and var end) firstLine = firstLine[..end];
        return firstLine.Length > 120 || firstLine.Length < value.Length ? $"'{firstLine[..Math.Min(120, firstLine.Length)]}…'" : $"'{value}'";
    }

    /// <summary>Ends the reading where anything was noted.</summary>
    /// <exception cref="InvalidDataException">Something was.</exception>
    public void ThrowIfAny()
    {
        if (Count == 0) return;
        var message = new StringBuilder($"{file} has {(Count == 1 ? "a problem" : $"{Count:N0} problems")}:");
        foreach (var problem in _spelt) message.Append("\n  ").Append(problem);
        if (Count > Limit) message.Append($"\n  … and {Count - Limit:N0} more.");
        throw new InvalidDataException(message.ToString());
    }
}
