using Microsoft.ML;

namespace MlNetTL.Transforms;

/// <summary>What goes wrong when rows are read against ML.NET's rules.</summary>
internal static class BatchErrors
{
    public static InvalidOperationException Inactive(DataViewSchema.Column column) =>
        new($"Column '{column.Name}' must be among the columns that the cursor was asked for, and it is not. Name it when the cursor is made.");

    public static InvalidOperationException WrongType(DataViewSchema.Column column, Type asked) =>
        new($"Column '{column.Name}' holds {column.Type}, which is read as {column.Type.RawType}. Received a request for {asked}.");

    public static InvalidOperationException NotOnARow() => new("A value can be read only while the cursor stands on a row: call MoveNext first, and stop when it returns false.");
}
