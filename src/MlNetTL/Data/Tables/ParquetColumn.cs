using System.Globalization;
using System.Text;
using Parquet.Data;
using Parquet.Schema;

namespace MlNetTL.Data;

/// <summary>A column of a row group as texts: one, or a list of them, for each row.</summary>
internal sealed class ParquetColumn
{
    private readonly IReadOnlyList<string>[]? _lists;
    private readonly string[]? _texts;

    private ParquetColumn(string[]? texts, IReadOnlyList<string>[]? lists) => (_texts, _lists) = (texts, lists);

    /// <summary>The field of the values that a column holds; null where it is neither of one value nor a list of them.</summary>
    public static DataField? FieldOf(Field field) => field switch
    {
        DataField data => data,
        ListField { Item: DataField item } => item,
        _ => null,
    };

    /// <summary>The values as texts; null where they are of a type that has no plain text.</summary>
    /// <param name="raw">The values that are there, and the levels that say where none is (Melnik et al., 'Dremel', VLDB 2010).</param>
    /// <param name="field">The field.</param>
    /// <param name="rows">The number of rows.</param>
    public static ParquetColumn? Of(RawColumnData raw, DataField field, long rows)
    {
        if (Texts(raw) is not { } textOf) return null;
        var isList = field.MaxRepetitionLevel > 0;
        var definition = field.MaxDefinitionLevel > 0 ? raw.DefinitionLevels : [];
        if (isList) return new(null, Lists(textOf, definition, raw.RepetitionLevels, field, checked((int)rows)));
        var texts = new string[checked((int)rows)];
        if (!definition.IsEmpty && definition.Length != texts.Length) throw new InvalidDataException($"the column '{field.Name}' has {definition.Length:N0} values for {rows:N0} rows");
        for (int i = 0, value = 0; i < texts.Length; i++) texts[i] = definition.IsEmpty || definition[i] == field.MaxDefinitionLevel ? textOf(value++) : "";
        return new(texts, null);
    }

    /// <summary>The row's text; a list's with '|' between.</summary>
    public string Text(long row) => _texts is { } texts ? texts[row] : string.Join(TableRows.ListSeparator, _lists![row]);

    /// <summary>The row's list; a text's as a list of one, or of none where it is empty.</summary>
    public IReadOnlyList<string> Values(long row) => _lists is { } lists ? lists[row] : _texts![row] is { Length: > 0 } text ? [text] : [];

    private static IReadOnlyList<string>[] Lists(Func<int, string> textOf, ReadOnlySpan<int> definition, ReadOnlySpan<int> repetition, DataField field, int rows)
    {
        var lists = new List<string>[rows];
        var (row, value) = (-1, 0);
        for (var i = 0; i < repetition.Length; i++)
        {
            // Level 0 begins a row; any other goes on with its list.
            if (repetition[i] == 0 && ++row < rows) lists[row] = [];
            if (row < 0 || row >= rows) throw new InvalidDataException($"the lists of '{field.Name}' do not fit the {rows:N0} rows");
            if (definition[i] == field.MaxDefinitionLevel) lists[row].Add(textOf(value++));
            // An element without a value counts as one; an empty list, or none, has no element.
            else if (field.IsNullable && definition[i] == field.MaxDefinitionLevel - 1) lists[row].Add("");
        }
        return row == rows - 1 ? lists : throw new InvalidDataException($"the lists of '{field.Name}' end after {row + 1:N0} of {rows:N0} rows");
    }

    private static Func<int, string>? Texts(RawColumnData raw) => raw switch
    {
        RawColumnData<ReadOnlyMemory<char>> texts => OfTexts(texts),
        RawColumnData<ReadOnlyMemory<byte>> bytes => i => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.Values[i].Span),
        RawColumnData<bool> flags => i => flags.Values[i] ? "1" : "0",
        RawColumnData<float> numbers => i => OfNumber(numbers.Values[i]),
        RawColumnData<double> numbers => i => OfNumber(numbers.Values[i]),
        RawColumnData<sbyte> numbers => i => Of(numbers.Values[i]),
        RawColumnData<byte> numbers => i => Of(numbers.Values[i]),
        RawColumnData<short> numbers => i => Of(numbers.Values[i]),
        RawColumnData<ushort> numbers => i => Of(numbers.Values[i]),
        RawColumnData<int> numbers => i => Of(numbers.Values[i]),
        RawColumnData<uint> numbers => i => Of(numbers.Values[i]),
        RawColumnData<long> numbers => i => Of(numbers.Values[i]),
        RawColumnData<ulong> numbers => i => Of(numbers.Values[i]),
        RawColumnData<decimal> numbers => i => Of(numbers.Values[i]),
        RawColumnData<DateOnly> days => i => days.Values[i].ToString("O", CultureInfo.InvariantCulture),
        RawColumnData<DateTime> times => i => times.Values[i].ToString("O", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static Func<int, string> OfTexts(RawColumnData<ReadOnlyMemory<char>> texts)
    {
        var pool = Pool();
        return i => pool(texts.Values[i].Span);
    }

    // NaN is how pandas writes 'no value' into a column of numbers.
    private static string OfNumber<T>(T number) where T : System.Numerics.IFloatingPoint<T> =>
        T.IsNaN(number) ? "" : T.IsZero(number) ? "0" : Of(number);

    private static string Of<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    // Few different values make up most of a manifest: the same string serves all rows of one. Paths are all different and would only fill the pool.
    private static Func<ReadOnlySpan<char>, string> Pool()
    {
        const int Most = 4096;
        var pool = new HashSet<string>();
        var lookup = pool.GetAlternateLookup<ReadOnlySpan<char>>();
        return text =>
        {
            if (lookup.TryGetValue(text, out var known)) return known;
            var made = text.ToString();
            if (pool.Count < Most) pool.Add(made);
            return made;
        };
    }
}
