using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Interop;

/// <summary>The names of a vector column's slots.</summary>
internal static class ColumnSlots
{
    /// <summary>The names, one a slot; null where the column has none, or not as many.</summary>
    public static string[]? NamesOf(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull("SlotNames")?.Type is not VectorDataViewType { ItemType: TextDataViewType } type || type.Size != (column.Type as VectorDataViewType)?.Size) return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
