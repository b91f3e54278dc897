using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>A table of texts that is read a row at a time, whatever file it lies in.</summary>
internal abstract class TableRows(DataProblems problems) : IDisposable
{
    /// <summary>What stands between the values of a field that holds several.</summary>
    public const char ListSeparator = '|';

    /// <summary>The names of the columns, in order.</summary>
    public abstract IReadOnlyList<string> Header { get; }

    /// <summary>Where the names of the columns stand: a line, or 0 where they have none.</summary>
    public abstract long HeaderLine { get; }

    /// <summary>Where the present row stands, counted from 1: its first line in a CSV, its number in a Parquet file.</summary>
    public abstract long Line { get; }

    /// <summary>A field of the present row; empty where there is no value. Numbers are written as in code, true and false as 1 and 0, lists with '|' between.</summary>
    public abstract string this[int column] { get; }

    /// <summary>The values of a field of the present row that holds several; none where there is no value.</summary>
    public virtual IReadOnlyList<string> List(int column) => this[column] is { Length: > 0 } text ? text.Split(ListSeparator) : [];

    /// <summary>Notes a field of the present row that is not as it should be.</summary>
    /// <param name="column">Its place.</param>
    /// <param name="expected">What ought to be there.</param>
    public void Note(int column, string expected) => problems.Add(Line, Header[column], DataProblems.Quote(this[column]), expected);

    /// <summary>Goes to the next whole row.</summary>
    public abstract bool Read();

    /// <summary>Opens a Parquet file or a CSV file, told apart by the name's ending and the first bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Takes what is wrong with it.</param>
    /// <param name="separator">What stands between the fields of a CSV.</param>
    public static TableRows Open(string path, DataProblems problems, char separator = ',') =>
        ParquetRows.IsParquet(path) ? new ParquetRows(path, problems) : new CsvRows(path, problems, separator);

    /// <summary>The place of a column; -1 where there is none of that name.</summary>
    public int Find(string column)
    {
        for (var i = 0; i < Header.Count; i++)
            if (Header[i] == column) return i;
        return -1;
    }

    /// <summary>The place of a column; a problem, and -1, where there is none of that name.</summary>
    public int Require(string column)
    {
        var place = Find(column);
        if (place >= 0 || Header.Count == 0) return place;
        var nearest = Suggestion.Nearest(column, Header);
        problems.Add(HeaderLine, null, $"the columns {string.Join(", ", Header)}", $"a column '{column}'{(nearest is null ? "" : $" (is '{nearest}' meant?)")}");
        return -1;
    }

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected abstract void Close();

    /// <summary>Notes what is wrong with the names of the columns.</summary>
    protected void CheckHeader()
    {
        if (Header.Count == 0 && problems.Count == 0) problems.Add(HeaderLine, null, "nothing", "a header that names the columns");
        foreach (var twice in Header.GroupBy(name => name).Where(group => group.Key.Length > 0 && group.Count() > 1))
            problems.Add(HeaderLine, twice.Key, $"{twice.Count()} columns of that name", "one");
    }
}
