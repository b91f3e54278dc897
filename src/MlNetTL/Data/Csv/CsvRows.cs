using CsvHelper;
using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>Reads a CSV file with a header, a row at a time. Torn rows are noted as problems and passed over.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly DataProblems _problems;
    private readonly CsvReader _reader;
    private readonly char _separator;

    /// <summary>Opens a file and reads its header.</summary>
    public CsvRows(string path, DataProblems problems, char separator = ',', char? comment = null)
    {
        (_problems, _separator) = (problems, separator);
        _reader = CsvReader.FromFile(path, new CsvReaderOptions
        {
            Separator = separator,
            TrackLineNumbers = true,
            CommentPrefix = comment,
            // Few different values make up most of a manifest: the same string serves all rows.
            PoolStrings = true,
            // Otherwise one quotation mark that is never closed would swallow the rest of the file.
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = Note,
        }, FileOptions.SequentialScan);
        Header = [.. _reader.Headers.Select(name => name.Trim())];
        if (Header.Count == 0 && problems.Count == 0) problems.Add(1, null, "nothing", "a header that names the columns");
        foreach (var twice in Header.GroupBy(name => name).Where(group => group.Key.Length > 0 && group.Count() > 1))
            problems.Add(1, twice.Key, $"{twice.Count()} columns of that name", "one");
    }

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The line of the file on which the present row starts, counted from 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>A field of the present row.</summary>
    public string this[int column] => _reader.GetString(column);

    /// <summary>The place of a column; a problem, and -1, where there is none of that name.</summary>
    public int Require(string column)
    {
        for (var i = 0; i < Header.Count; i++)
            if (Header[i] == column) return i;
        if (Header.Count == 0) return -1;
        var nearest = Suggestion.Nearest(column, Header);
        _problems.Add(1, null, $"the columns {string.Join(", ", Header)}", $"a column '{column}'{(nearest is null ? "" : $" (is '{nearest}' meant?)")}");
        return -1;
    }

    /// <summary>Goes to the next whole row.</summary>
    public bool Read() => _reader.Read();

    public void Dispose() => _reader.Dispose();

    private void Note(CsvMalformedRecord record)
    {
        var row = DataProblems.Quote(record.RawRecord);
        if (record.Reason == CsvMalformedReason.FieldCountMismatch)
            _problems.Add(record.LineNumber, null, $"{CountFields(record.RawRecord)} fields in {row}", $"{_reader.Headers.Count}, as many as the header names");
        else
            _problems.Add(record.LineNumber, null, $"a quotation mark that is not closed on its line or stands inside a field, in {row}", "fields quoted as a whole, if at all");
    }

    private int CountFields(string record)
    {
        using var reader = CsvReader.FromText(record, new CsvReaderOptions { Separator = _separator, HasHeader = false });
        return reader.Read() ? reader.FieldCount : 0;
    }
}
