using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;

namespace MlNetTL.Transforms;

/// <summary>Which column tells the uncertain labels of a column of targets, in an annotation of the targets: a policy has made targets of them by then, which are something to learn from and no truth to measure by.</summary>
/// <param name="Input">The column of labels, in which -1 is uncertain.</param>
/// <param name="Slots">For each target its place in that column.</param>
/// <param name="CountAsKnown">Whether a policy makes an uncertain label 0 or 1, as a certain one is.</param>
internal sealed record UncertainLabels(string Input, IReadOnlyList<int> Slots, bool CountAsKnown)
{
    /// <summary>The annotation.</summary>
    public const string Kind = "MlNetTL.UncertainLabels";

    /// <summary>Reads the annotation of a column; null where it has none.</summary>
    public static UncertainLabels? Read(DataViewSchema.Column targets) => TextAnnotation.Read(targets, Kind) is { } json ? JsonSerializer.Deserialize<UncertainLabels>(json) : null;

    /// <summary>Adds the annotation.</summary>
    public void AddTo(DataViewSchema.Annotations.Builder annotations) => TextAnnotation.Add(annotations, Kind, JsonSerializer.Serialize(this));

    /// <summary>The column of labels; null where it is gone. Targets may have its name and hide it, and a later column may have it by chance: it is the last one before the targets.</summary>
    public DataViewSchema.Column? FindSource(DataViewSchema schema, DataViewSchema.Column targets)
    {
        DataViewSchema.Column? found = null;
        foreach (var column in schema)
            if (column.Index < targets.Index && column.Name == Input && column.Type is VectorDataViewType { IsKnownSize: true } type
                && type.ItemType == NumberDataViewType.Single && Slots.All(slot => slot < type.Size)) found = column;
        return found;
    }

    /// <summary>Makes what tells, of the row where a cursor stands, which of the targets were uncertain labels.</summary>
    public Func<bool[]> ReaderOf(DataViewRow cursor, DataViewSchema.Column source)
    {
        var getter = cursor.GetGetter<VBuffer<float>>(source);
        VBuffer<float> labels = default;
        return () =>
        {
            getter(ref labels);
            return [.. Slots.Select(slot => labels.Length > slot && labels.GetItemOrDefault(slot) == -1)];
        };
    }
}
