using CsvHelper;

namespace MlNetTL.Data;

/// <summary>Reads a CSV file with a header, a row at a time. Torn rows are noted as problems and passed over.</summary>
internal sealed class CsvRows : TableRows
{
    private readonly DataProblems _problems;
    private readonly CsvReader _reader;
    private readonly char _separator;

    /// <summary>Opens a file and reads its header.</summary>
    public CsvRows(string path, DataProblems problems, char separator = ',', char? comment = null) : base(problems)
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
        CheckHeader();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Header { get; }

    /// <inheritdoc/>
    public override long HeaderLine => 1;

    /// <inheritdoc/>
    public override long Line => _reader.LineNumber;

    /// <inheritdoc/>
    public override string this[int column] => _reader.GetString(column);

    /// <inheritdoc/>
    public override bool Read() => _reader.Read();

    /// <inheritdoc/>
    protected override void Close() => _reader.Dispose();

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
