using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Tests.Scoring;

/// <summary>Reads a view with a cursor that has every column active, as a viewer or a saver does; what is passed through must stay beside its scores.</summary>
internal static class EveryColumn
{
    public static List<Dictionary<string, object>> Read(IDataView view)
    {
        using var cursor = view.GetRowCursor(view.Schema);
        var readers = view.Schema.Where(column => !column.IsHidden && ReaderOf(cursor, column) is not null).ToDictionary(column => column.Name, column => ReaderOf(cursor, column)!);
        var rows = new List<Dictionary<string, object>>();
        while (cursor.MoveNext()) rows.Add(readers.ToDictionary(entry => entry.Key, entry => entry.Value()));
        return rows;
    }

    private static Func<object>? ReaderOf(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => Of<ReadOnlyMemory<char>>(row, column, value => value.ToString()),
        KeyDataViewType => Of<uint>(row, column, value => value),
        VectorDataViewType vector when vector.ItemType == NumberDataViewType.Single => Of<VBuffer<float>>(row, column, value => value.DenseValues().ToArray()),
        VectorDataViewType vector when vector.ItemType == NumberDataViewType.Byte => Of<VBuffer<byte>>(row, column, value => value.DenseValues().ToArray()),
        _ when column.Type == NumberDataViewType.Single => Of<float>(row, column, value => value),
        _ when column.Type == NumberDataViewType.Int32 => Of<int>(row, column, value => value),
        _ => null,
    };

    private static Func<object> Of<T>(DataViewRow row, DataViewSchema.Column column, Func<T, object> take)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return take(value);
        };
    }
}
