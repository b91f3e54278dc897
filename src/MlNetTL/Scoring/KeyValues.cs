using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Scoring;

/// <summary>The values of a key column (its KeyValues annotation) in a form that can be stored: their type and their text.</summary>
/// <param name="Kind">The name of the values' type: Text, Boolean, Single, Int32, …</param>
/// <param name="Values">The values, as text in the invariant culture.</param>
internal sealed record KeyValues(string Kind, IReadOnlyList<string> Values)
{
    /// <summary>The number of classes.</summary>
    [JsonIgnore]
    public int Count => Values.Count;

    // Each kind of value that ML.NET's MapValueToKey makes keys of, as a builder of the annotation.
    private static readonly Dictionary<string, (Func<DataViewSchema.Column, IReadOnlyList<string>> Read, Action<KeyValues, DataViewSchema.Annotations.Builder, string> Add)> s_kinds = new()
    {
        ["Text"] = (column => Read<ReadOnlyMemory<char>>(column, value => value.ToString()), (keys, builder, name) => keys.Add(builder, name, TextDataViewType.Instance, text => text.AsMemory())),
        ["Boolean"] = (column => Read<bool>(column, value => value.ToString()), (keys, builder, name) => keys.Add(builder, name, BooleanDataViewType.Instance, bool.Parse)),
        ["SByte"] = Number<sbyte>(NumberDataViewType.SByte),
        ["Byte"] = Number<byte>(NumberDataViewType.Byte),
        ["Int16"] = Number<short>(NumberDataViewType.Int16),
        ["UInt16"] = Number<ushort>(NumberDataViewType.UInt16),
        ["Int32"] = Number<int>(NumberDataViewType.Int32),
        ["UInt32"] = Number<uint>(NumberDataViewType.UInt32),
        ["Int64"] = Number<long>(NumberDataViewType.Int64),
        ["UInt64"] = Number<ulong>(NumberDataViewType.UInt64),
        ["Single"] = Number<float>(NumberDataViewType.Single),
        ["Double"] = Number<double>(NumberDataViewType.Double),
    };

    /// <summary>Reads the values of a key column; keys without values get the numbers 0, 1, … as text.</summary>
    public static KeyValues Of(DataViewSchema.Column column)
    {
        var count = (int)((KeyDataViewType)column.Type).Count;
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is not { Type: VectorDataViewType { ItemType: { } itemType } })
            return new("Text", [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))]);
        var kind = itemType is TextDataViewType ? "Text" : itemType.RawType.Name;
        if (!s_kinds.TryGetValue(kind, out var codec))
            throw new ArgumentException($"Column '{column.Name}' must be a key over text, numbers or booleans. Its key values are of type {itemType}.");
        return new(kind, codec.Read(column));
    }

    /// <summary>Two values of the type that a label's key values have, for a schema that is not known in full yet.</summary>
    public static KeyValues Sample(SchemaShape.Column label)
    {
        var values = Interop.Shapes.Find(label.Annotations, "KeyValues");
        var kind = values?.ItemType is { } type and not TextDataViewType ? type.RawType.Name : "Text";
        return new(kind, kind == "Boolean" ? ["False", "True"] : ["0", "1"]);
    }

    /// <summary>Adds the values to annotations, in their own type.</summary>
    public void AddTo(DataViewSchema.Annotations.Builder annotations, string annotationName) => s_kinds[Kind].Add(this, annotations, annotationName);

    private static IReadOnlyList<string> Read<T>(DataViewSchema.Column column, Func<T, string> format)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue("KeyValues", ref values);
        return [.. values.DenseValues().Select(format)];
    }

    private static (Func<DataViewSchema.Column, IReadOnlyList<string>>, Action<KeyValues, DataViewSchema.Annotations.Builder, string>) Number<T>(DataViewType type)
        where T : ISpanParsable<T>, IFormattable =>
        (column => Read<T>(column, value => value.ToString(null, CultureInfo.InvariantCulture)),
            (keys, builder, name) => keys.Add(builder, name, type, text => T.Parse(text, CultureInfo.InvariantCulture)));

    private void Add<T>(DataViewSchema.Annotations.Builder annotations, string annotationName, DataViewType itemType, Func<string, T> parse)
    {
        var values = Values.Select(parse).ToArray();
        annotations.Add(annotationName, new VectorDataViewType((PrimitiveDataViewType)itemType, values.Length),
            (ref VBuffer<T> destination) => destination = new VBuffer<T>(values.Length, (T[])values.Clone()));
    }
}
