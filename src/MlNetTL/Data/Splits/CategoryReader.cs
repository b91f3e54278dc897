using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;

namespace MlNetTL.Data;

/// <summary>Reads the categories of a row from a label column.</summary>
internal sealed class CategoryReader
{
    private readonly Dictionary<string, int> _numbers = [];
    private Func<IEnumerable<string>> _read = () => [];

    /// <summary>The categories so far, in the order in which they were met.</summary>
    public IReadOnlyList<string> Names => [.. _numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key)];

    /// <summary>The categories of the present row.</summary>
    public int[] Read() => [.. _read().Select(NumberOf)];

    /// <summary>A reader for a column.</summary>
    /// <exception cref="ArgumentException">The column holds no labels.</exception>
    public static CategoryReader Of(DataViewRow row, DataViewSchema.Column column, bool withNegatives)
    {
        var reader = new CategoryReader();
        reader._read = column.Type switch
        {
            TextDataViewType => Values<ReadOnlyMemory<char>>(row, column, text => text.Length == 0 ? null : text.ToString()),
            BooleanDataViewType => Values<bool>(row, column, value => value ? "positive" : "negative"),
            NumberDataViewType { RawType: var type } when type == typeof(float) =>
                Values<float>(row, column, value => float.IsNaN(value) ? null : value.ToString("R", CultureInfo.InvariantCulture)),
            KeyDataViewType { RawType: var type } when type == typeof(uint) =>
                Values<uint>(row, column, key => key == 0 ? null : key.ToString(CultureInfo.InvariantCulture)),
            VectorDataViewType { IsKnownSize: true } vector when vector.ItemType == NumberDataViewType.Single => Slots(row, column, vector.Size, withNegatives),
            _ => throw new ArgumentException($"Column '{column.Name}' must hold classes (Text or Key), yes or no (Boolean or Single) or several labels (a vector of Single of known size). Found: {column.Type}."),
        };
        return reader;
    }

    private int NumberOf(string name)
    {
        if (!_numbers.TryGetValue(name, out var number)) _numbers[name] = number = _numbers.Count;
        return number;
    }

    private static Func<IEnumerable<string>> Values<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string?> nameOf)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return nameOf(value) is { } name ? [name] : [];
        };
    }

    private static Func<IEnumerable<string>> Slots(DataViewRow row, DataViewSchema.Column column, int count, bool withNegatives)
    {
        var names = ColumnSlots.NamesOf(column) ?? [.. Enumerable.Range(0, count).Select(i => $"label {i}")];
        var getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> values = default;
        return () =>
        {
            getter(ref values);
            return values.DenseValues().Select((value, i) => value == 1 ? names[i] : value == 0 && withNegatives ? $"no {names[i]}" : "").Where(name => name.Length > 0).ToArray();
        };
    }
}
