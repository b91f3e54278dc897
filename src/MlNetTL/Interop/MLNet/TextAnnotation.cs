using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Interop;

/// <summary>A text in an annotation of a column.</summary>
internal static class TextAnnotation
{
    /// <summary>The text; null where the column has no such annotation.</summary>
    public static string? Read(DataViewSchema.Column column, string kind)
    {
        if (column.Annotations.Schema.GetColumnOrNull(kind) is not { Type: TextDataViewType }) return null;
        ReadOnlyMemory<char> text = default;
        column.Annotations.GetValue(kind, ref text);
        return text.ToString();
    }

    /// <summary>Adds a text.</summary>
    public static void Add(DataViewSchema.Annotations.Builder annotations, string kind, string value) =>
        annotations.Add(kind, TextDataViewType.Instance, (ref ReadOnlyMemory<char> text) => text = value.AsMemory());
}
