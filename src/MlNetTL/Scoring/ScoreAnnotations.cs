using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Scoring;

/// <summary>The annotations by which ML.NET's evaluators and viewers know score columns. One set of columns bears one set id.</summary>
internal static class ScoreAnnotations
{
    private static readonly KeyDataViewType s_setIdType = new(typeof(uint), int.MaxValue);

    /// <summary>Annotations of a column of a set: what kind of task it scores, and what its value is.</summary>
    /// <param name="taskKind">ML.NET's word: BinaryClassification, MulticlassClassification or MultiLabelClassification.</param>
    /// <param name="valueKind">Score, Probability or PredictedLabel.</param>
    /// <param name="isNormalized">Whether the values lie between 0 and 1.</param>
    public static DataViewSchema.Annotations.Builder Start(string taskKind, string valueKind, bool isNormalized = false)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("ScoreColumnSetId", s_setIdType, 1u);
        builder.AddPrimitiveValue("ScoreColumnKind", TextDataViewType.Instance, taskKind.AsMemory());
        builder.AddPrimitiveValue("ScoreValueKind", TextDataViewType.Instance, valueKind.AsMemory());
        if (isNormalized) builder.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        return builder;
    }

    /// <summary>Adds the names of slots.</summary>
    public static void AddSlotNames(this DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names) =>
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, names.Count),
            (ref VBuffer<ReadOnlyMemory<char>> destination) => destination = new(names.Count, [.. names.Select(name => name.AsMemory())]));

    /// <summary>Makes a column of these annotations.</summary>
    public static DataViewSchema.DetachedColumn Column(string name, DataViewType type, DataViewSchema.Annotations.Builder annotations) => new(name, type, annotations.ToAnnotations());
}
