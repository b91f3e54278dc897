using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;

namespace MlNetTL.Evaluation;

/// <summary>Evaluates a scored view of grades in order by what was called.</summary>
internal static class GradeEvaluator
{
    /// <summary>Reads the view once and compares its calls and scores with its labels.</summary>
    /// <exception cref="ArgumentException">A column is missing or of another type or size; the message lists every problem.</exception>
    public static ClassificationSummary Evaluate(IDataView data, string labelColumnName, string scoreColumnName, string predictedLabelColumnName)
    {
        var problems = new List<string>();
        var label = EvaluatedColumn.Find(data.Schema, labelColumnName, "label", "a Key", IsKey, problems);
        var score = EvaluatedColumn.FindVector(data.Schema, scoreColumnName, "score", problems)?.Column;
        var called = EvaluatedColumn.Find(data.Schema, predictedLabelColumnName, "predicted label", "a Key", IsKey, problems);
        if (problems.Count > 0) throw new ArgumentException(string.Join(Environment.NewLine, problems));
        int[] sizes = [(int)((KeyDataViewType)label!.Value.Type).Count, ((VectorDataViewType)score!.Value.Type).Size, (int)((KeyDataViewType)called!.Value.Type).Count];
        if (sizes.Distinct().Count() > 1)
            throw new ArgumentException($"Columns '{labelColumnName}', '{scoreColumnName}' and '{predictedLabelColumnName}' must have as many grades. Found: {string.Join(", ", sizes)}.");
        var (labels, scores, calls) = Read(data, label.Value, score.Value, called.Value);
        return ClassificationSummary.Multiclass(ColumnSlots.NamesOf(score.Value) ?? [.. Enumerable.Range(0, sizes[0]).Select(i => $"{i}")], labels, scores, calls);
    }

    // A missing key is 0, and so -1 here: unknown, or not called because the image could not be read.
    private static (List<int> Labels, List<float[]> Scores, List<int> Calls) Read(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score, DataViewSchema.Column called)
    {
        var (labels, scores, calls) = (new List<int>(), new List<float[]>(), new List<int>());
        using var cursor = data.GetRowCursor([label, score, called]);
        var (getLabel, getScore, getCall) = (cursor.GetGetter<uint>(label), cursor.GetGetter<VBuffer<float>>(score), cursor.GetGetter<uint>(called));
        var key = 0u;
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            getLabel(ref key);
            labels.Add((int)key - 1);
            getScore(ref buffer);
            scores.Add([.. buffer.DenseValues()]);
            getCall(ref key);
            calls.Add((int)key - 1);
        }
        return (labels, scores, calls);
    }

    private static bool IsKey(DataViewType type) => type is KeyDataViewType { RawType.Name: nameof(UInt32) };
}
