using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Interop;

namespace MlNetTL.Evaluation;

/// <summary>Evaluates a scored view of several labels a row.</summary>
public static class MultiLabelEvaluator
{
    /// <summary>Reads the view once and compares its scores with its labels.</summary>
    /// <param name="data">A scored view.</param>
    /// <param name="labelColumnName">The labels: a known-size vector of Single, 0, 1 or NaN (unknown). Its slot names are the labels' names.</param>
    /// <param name="scoreColumnName">The probabilities, 0 to 1: a vector of Single of the same size. A row of NaN (an unreadable image) is left out and
    /// counted, and so is NaN for one label (it could not be trained).</param>
    /// <exception cref="ArgumentException">A column is missing or of another type or size, or a label lies outside 0 to 1; the message lists every
    /// problem of the columns.</exception>
    public static MultiLabelMetrics Evaluate(IDataView data, string labelColumnName = "Labels", string scoreColumnName = "Score")
    {
        ArgumentNullException.ThrowIfNull(data);
        var problems = new List<string>();
        var labelSize = EvaluatedColumn.FindVector(data.Schema, labelColumnName, "label", problems)?.Size ?? 0;
        var scoreSize = EvaluatedColumn.FindVector(data.Schema, scoreColumnName, "score", problems)?.Size ?? 0;
        if (problems.Count == 0 && labelSize != scoreSize)
            problems.Add($"Columns '{labelColumnName}' and '{scoreColumnName}' must have one size. Found: {labelSize} labels and {scoreSize} scores.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(Environment.NewLine, problems));

        RequireOneOrder(data.Schema[labelColumnName], data.Schema[scoreColumnName]);
        var (labels, scores) = Read(data, data.Schema[labelColumnName], data.Schema[scoreColumnName]);
        return MultiLabelMetrics.Compute(NamesOf(data.Schema, labelColumnName, scoreColumnName, labelSize), labels, scores);
    }

    private static (List<float[]> Labels, List<float[]> Scores) Read(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score)
    {
        var (labels, scores) = (new List<float[]>(), new List<float[]>());
        using var cursor = data.GetRowCursor([label, score]);
        var getLabel = cursor.GetGetter<VBuffer<float>>(label);
        var getScore = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            getLabel(ref buffer);
            labels.Add([.. buffer.DenseValues()]);
            getScore(ref buffer);
            scores.Add([.. buffer.DenseValues()]);
        }
        return (labels, scores);
    }

    private static string[] NamesOf(DataViewSchema schema, string labelColumn, string scoreColumn, int size)
    {
        return ColumnSlots.NamesOf(schema[labelColumn]) ?? ColumnSlots.NamesOf(schema[scoreColumn]) ?? [.. Enumerable.Range(0, size).Select(i => $"Label {i}")];
    }

    // Labels and scores meet by their place: where both have names, these must agree, or one label's scores would be held against another's truths.
    private static void RequireOneOrder(DataViewSchema.Column label, DataViewSchema.Column score)
    {
        if (ColumnSlots.NamesOf(label) is not { } labels || ColumnSlots.NamesOf(score) is not { } scores || labels.SequenceEqual(scores)) return;
        throw new ArgumentException($"Columns '{label.Name}' and '{score.Name}' must hold the same labels in the same order. "
            + $"Found: {string.Join(", ", labels)} and {string.Join(", ", scores)}. Bring the labels into the order of the scores by MapUncertainLabels(labels: …).");
    }
}
