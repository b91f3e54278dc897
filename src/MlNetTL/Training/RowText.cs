using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Training;

/// <summary>Reads a column of names, such as patients, as text.</summary>
internal static class RowText
{
    /// <summary>Makes what reads the column of the row where a cursor stands.</summary>
    /// <exception cref="ArgumentException">The column holds something that does not name anything.</exception>
    public static Func<string> ReaderOf(DataViewRow cursor, DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => Reader<ReadOnlyMemory<char>>(cursor, column),
        KeyDataViewType { RawType.Name: nameof(UInt32) } => Reader<uint>(cursor, column),
        KeyDataViewType { RawType.Name: nameof(UInt64) } => Reader<ulong>(cursor, column),
        _ when column.Type == NumberDataViewType.Int32 => Reader<int>(cursor, column),
        _ when column.Type == NumberDataViewType.Int64 => Reader<long>(cursor, column),
        _ when column.Type == NumberDataViewType.UInt32 => Reader<uint>(cursor, column),
        _ when column.Type == NumberDataViewType.UInt64 => Reader<ulong>(cursor, column),
        _ when column.Type == NumberDataViewType.Single => Reader<float>(cursor, column),
        _ => throw new ArgumentException($"Column '{column.Name}' must hold text, a key or a number to keep rows together. Found: {column.Type}."),
    };

    private static Func<string> Reader<T>(DataViewRow cursor, DataViewSchema.Column column)
    {
        var getter = cursor.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return $"{value}";
        };
    }
}
