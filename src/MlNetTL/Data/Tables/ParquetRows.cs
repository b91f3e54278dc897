using Parquet;
using Parquet.Schema;

namespace MlNetTL.Data;

/// <summary>Reads a Parquet file a row at a time. Only columns that are asked for are decoded, a row group at a time.</summary>
internal sealed class ParquetRows : TableRows
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly long _length;
    private readonly ParquetReader _reader;
    private readonly DataField?[] _fields;
    private readonly ParquetColumn?[] _columns;
    private ParquetRowGroupReader? _group;
    private int _nextGroup;
    private long _rowOfGroup = -1;
    private long _line;

    /// <summary>Opens a file and reads its schema.</summary>
    /// <exception cref="InvalidDataException">It is torn, or no Parquet.</exception>
    public ParquetRows(string path, DataProblems problems) : base(problems)
    {
        problems.Unit = "row";
        _path = path;
        _file = File.OpenRead(path);
        _length = _file.Length;
        try
        {
            ParquetFooter.Require(_file);
            _reader = Waiting(() => ParquetReader.CreateAsync(_file, new ParquetOptions { UseDateOnlyTypeForDates = true }, leaveStreamOpen: true));
            ParquetFooter.Require(_reader, _length);
            Header = [.. _reader.Schema.Fields.Select(field => field.Name)];
            _fields = [.. _reader.Schema.Fields.Select(ParquetColumn.FieldOf)];
            _columns = new ParquetColumn?[_fields.Length];
        }
        catch (Exception exception)
        {
            _file.Dispose();
            throw Torn(exception);
        }
        CheckHeader();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Header { get; }

    /// <inheritdoc/>
    public override long HeaderLine => 0;

    /// <inheritdoc/>
    public override long Line => _line;

    /// <inheritdoc/>
    public override string this[int column] => Column(column).Text(_rowOfGroup);

    /// <summary>Whether a file is Parquet by its name or by its first bytes.</summary>
    public static bool IsParquet(string path)
    {
        if (Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase)) return true;
        using var file = File.OpenRead(path);
        return ParquetFooter.HasMagicAtStart(file);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> List(int column) => Column(column).Values(_rowOfGroup);

    /// <inheritdoc/>
    public override bool Read()
    {
        while (_group is null || _rowOfGroup + 1 >= _group.RowCount)
        {
            if (_nextGroup == _reader.RowGroupCount) return false;
            _group?.Dispose();
            _group = _reader.OpenRowGroupReader(_nextGroup++);
            _rowOfGroup = -1;
            Array.Clear(_columns);
        }
        _rowOfGroup++;
        _line++;
        return true;
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        _group?.Dispose();
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
    }

    private ParquetColumn Column(int column) => _columns[column] ??= Load(column);

    private ParquetColumn Load(int column)
    {
        var field = _fields[column] ?? throw new InvalidDataException(
            $"{_path}, column '{Header[column]}', must hold texts, numbers, true and false, or lists of them. Found a {_reader.Schema.Fields[column].SchemaType.ToString().ToLowerInvariant()}. "
            + "Write it out as columns of its own.");
        try
        {
            ParquetFooter.Require(_group!, field, _length);
            using var raw = Waiting(() => _group!.ReadRawColumnDataBaseAsync(field).AsTask());
            return ParquetColumn.Of(raw, field, _group!.RowCount)
                ?? throw new InvalidDataException($"column '{Header[column]}' holds values of type {field.ClrType.Name}, which are neither text nor number");
        }
        catch (Exception exception) when (exception is NotImplementedException or NotSupportedException)
        {
            throw new InvalidDataException($"{_path}, column '{Header[column]}', must be written in pages of version 1, as pandas, DuckDB and Spark do unless told otherwise. "
                + "Received another form. Write the file again so, or save the table as CSV.", exception);
        }
        catch (Exception exception)
        {
            throw Torn(exception);
        }
    }

    private InvalidDataException Torn(Exception exception) => new(
        $"{_path} must be a whole Parquet file. Received {_length:N0} bytes that cannot be read as one: {exception.Message.TrimEnd('.')}. "
        + "Get or write the file again, or save the table as CSV.", exception);

    // The library only reads asynchronously; a thread of the pool keeps a caller's synchronization context out of it.
    private static T Waiting<T>(Func<Task<T>> read) => Task.Run(read).GetAwaiter().GetResult();
}
