using Microsoft.ML.Data;

namespace MlNetTL.Data;

/// <summary>Gives the label column of a manifest its size and the names of its slots.</summary>
internal static class SlotNames
{
    /// <summary>The schema of rows of type <typeparamref name="TRow"/> whose column <paramref name="column"/> holds one value for each name.</summary>
    public static SchemaDefinition Describe<TRow>(string column, IReadOnlyList<string> names)
    {
        var schema = SchemaDefinition.Create(typeof(TRow));
        schema[column].ColumnType = new VectorDataViewType(NumberDataViewType.Single, names.Count);
        var values = new VBuffer<ReadOnlyMemory<char>>(names.Count, [.. names.Select(name => name.AsMemory())]);
        schema[column].AddAnnotation("SlotNames", values, new VectorDataViewType(TextDataViewType.Instance, names.Count));
        return schema;
    }
}
