using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Transforms;

/// <summary>A column of labels or of their probabilities: one Single, or a vector of them.</summary>
/// <param name="Column">The column.</param>
/// <param name="IsScalar">Whether it holds one value a row.</param>
/// <param name="Count">How many values it holds.</param>
/// <param name="Names">Their names; null where they have none.</param>
internal sealed record SoftLabelColumns(DataViewSchema.Column Column, bool IsScalar, int Count, IReadOnlyList<string>? Names)
{
    /// <summary>Finds a column and checks its type; null where there is none.</summary>
    /// <exception cref="ArgumentException">The column has another type.</exception>
    public static SoftLabelColumns? Find(DataViewSchema schema, string name)
    {
        if (schema.GetColumnOrNull(name) is not { } column) return null;
        if (column.Type == NumberDataViewType.Single) return new(column, true, 1, null);
        return LabelSlots.Find(schema, name) is { } slots ? new(column, false, slots.Count, slots.Names) : null;
    }

    /// <summary>Makes what reads the values of the row where a cursor stands.</summary>
    public Func<float[]> ReaderOf(DataViewRow row)
    {
        if (IsScalar)
        {
            var single = row.GetGetter<float>(Column);
            var value = 0f;
            return () =>
            {
                single(ref value);
                return [value];
            };
        }
        var getter = row.GetGetter<VBuffer<float>>(Column);
        VBuffer<float> values = default;
        return () =>
        {
            getter(ref values);
            return [.. values.DenseValues()];
        };
    }
}
