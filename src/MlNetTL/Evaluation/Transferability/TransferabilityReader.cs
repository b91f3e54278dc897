using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Foundation;
using MlNetTL.Interop;

namespace MlNetTL.Evaluation;

/// <summary>Reads features and labels from a view and scores them.</summary>
internal static class TransferabilityReader
{
    /// <summary>A view whose label is a key, a Boolean, or a Single of 0, 1 or NaN.</summary>
    public static TransferabilityEstimate OfClasses(IDataView data, string labelColumnName, string featureColumnName)
    {
        var (label, feature) = Columns(data, labelColumnName, featureColumnName);
        var (features, classes) = (new List<float[]>(), new List<int>());
        using var cursor = data.GetRowCursor([label, feature]);
        var (read, classOf) = (Vector(cursor, feature), ClassReader(cursor, label));
        while (cursor.MoveNext())
        {
            features.Add(read());
            classes.Add(classOf());
        }
        var readable = Readable(features);
        return Transferability.Estimate([.. readable.Select(row => features[row])], [.. readable.Select(row => classes[row])]);
    }

    /// <summary>A view whose label is a known-size vector of Single.</summary>
    public static TransferabilityEstimate OfLabels(IDataView data, string labelColumnName, string featureColumnName)
    {
        var (label, feature) = Columns(data, labelColumnName, featureColumnName);
        if (!IsVector(label)) throw new ArgumentException($"Label column '{label.Name}' must be a known-size vector of Single. Found: {label.Type}.");
        var (features, labels) = (new List<float[]>(), new List<float[]>());
        using var cursor = data.GetRowCursor([label, feature]);
        var (read, readLabels) = (Vector(cursor, feature), Vector(cursor, label));
        while (cursor.MoveNext())
        {
            features.Add(read());
            labels.Add(readLabels());
        }
        var readable = Readable(features);
        return Transferability.Estimate([.. readable.Select(row => features[row])], ColumnSlots.NamesOf(label) ?? [.. Enumerable.Range(0, ((VectorDataViewType)label.Type).Size).Select(i => $"{label.Name}{i}")], [.. readable.Select(row => labels[row])]);
    }

    // An unreadable image that was let pass has NaN features throughout; a row that is NaN in part is an error, which is told further down.
    private static List<int> Readable(List<float[]> features) =>
        [.. Enumerable.Range(0, features.Count).Where(row => !Array.TrueForAll(features[row], float.IsNaN))];

    private static (DataViewSchema.Column Label, DataViewSchema.Column Feature) Columns(IDataView data, string label, string feature)
    {
        ArgumentNullException.ThrowIfNull(data);
        var known = data.Schema.Select(column => column.Name).ToArray();
        foreach (var (role, name) in new[] { ("label", label), ("feature", feature) })
            if (data.Schema.GetColumnOrNull(name) is null)
                throw new ArgumentException($"There must be a {role} column '{name}'.{Suggestion.For(name, known)} Found: {string.Join(", ", known)}.");
        var column = data.Schema[feature];
        return IsVector(column) ? (data.Schema[label], column)
            : throw new ArgumentException($"Feature column '{feature}' must be a known-size vector of Single. Found: {column.Type}.");
    }

    private static bool IsVector(DataViewSchema.Column column) =>
        column.Type is VectorDataViewType { IsKnownSize: true, Size: > 0 } vector && vector.ItemType == NumberDataViewType.Single;

    private static Func<float[]> Vector(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        return () =>
        {
            getter(ref buffer);
            return [.. buffer.DenseValues()];
        };
    }

    private static Func<int> ClassReader(DataViewRow row, DataViewSchema.Column label) => label.Type switch
    {
        KeyDataViewType { RawType.Name: nameof(Byte) } => Reader<byte>(row, label, key => key - 1),
        KeyDataViewType { RawType.Name: nameof(UInt16) } => Reader<ushort>(row, label, key => key - 1),
        KeyDataViewType { RawType.Name: nameof(UInt32) } => Reader<uint>(row, label, key => (int)key - 1),
        KeyDataViewType => Reader<ulong>(row, label, key => (int)key - 1),
        BooleanDataViewType => Reader<bool>(row, label, value => value ? 1 : 0),
        _ when label.Type == NumberDataViewType.Single => Reader<float>(row, label, value => value is 0 or 1 ? (int)value : -1),
        _ => throw new ArgumentException($"Label column '{label.Name}' must be a Key, a Boolean or a Single of 0, 1 or NaN. Found: {label.Type}. "
            + $"Append Transforms.Conversion.MapValueToKey(\"{label.Name}\") before."),
    };

    private static Func<int> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, int> toClass)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return toClass(value);
        };
    }
}
