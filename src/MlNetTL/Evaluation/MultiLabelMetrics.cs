namespace MlNetTL.Evaluation;

/// <summary>How well several labels are told at once: each label over the rows where it is known, and the means over labels.</summary>
/// <param name="Labels">Each label, in the order of the columns.</param>
/// <param name="Rows">The rows that were scored.</param>
/// <param name="Unscored">The rows left out because every score is NaN, as an unreadable image gives.</param>
/// <param name="MicroAreaUnderRocCurve">The area under the ROC curve of all known (row, label) pairs in one heap.</param>
/// <param name="MicroAveragePrecision">The average precision of all known pairs in one heap.</param>
/// <param name="MicroF1Score">The F1 score at 0.5 of all known pairs in one heap.</param>
/// <param name="LogLoss">The mean negative log-likelihood of all known pairs: what a masked cross-entropy trains on.</param>
public sealed record MultiLabelMetrics(
    IReadOnlyList<LabelMetrics> Labels,
    int Rows,
    int Unscored,
    double MicroAreaUnderRocCurve,
    double MicroAveragePrecision,
    double MicroF1Score,
    double LogLoss)
{
    /// <summary>The mean area under the ROC curve over the labels that have both classes.</summary>
    public double MacroAreaUnderRocCurve => Mean.OfNumbers(Labels.Select(label => label.AreaUnderRocCurve));

    /// <summary>The mean average precision over the labels that have both classes.</summary>
    public double MacroAveragePrecision => Mean.OfNumbers(WithBothClasses.Select(label => label.AveragePrecision));

    /// <summary>The mean F1 score at 0.5 over the labels that have both classes.</summary>
    public double MacroF1Score => Mean.OfNumbers(WithBothClasses.Select(label => label.F1Score));

    /// <summary>The mean accuracy at 0.5 over the labels that have both classes.</summary>
    public double MacroAccuracy => Mean.OfNumbers(WithBothClasses.Select(label => label.Accuracy));

    private IEnumerable<LabelMetrics> WithBothClasses => Labels.Where(label => label is { Positives: > 0, Negatives: > 0 });

    /// <summary>Compares scores with labels.</summary>
    /// <param name="names">The labels' names.</param>
    /// <param name="labels">For each row, a value for each name: 0, 1, NaN where unknown. Values between 0 and 1 (smoothed) count as unknown.</param>
    /// <param name="probabilities">For each row, a probability for each name. NaN in all of a row (an unreadable image) leaves the row out, counted; NaN in one (a label that
    /// could not be trained) leaves that label out of the row.</param>
    /// <exception cref="ArgumentException">The sizes do not agree, or a label lies outside 0 to 1.</exception>
    public static MultiLabelMetrics Compute(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, IReadOnlyList<float[]> probabilities)
    {
        if (labels.Count != probabilities.Count)
            throw new ArgumentException($"There must be as many rows of labels as of scores. Received: {labels.Count} and {probabilities.Count}.");
        foreach (var row in labels.Concat(probabilities))
            if (row.Length != names.Count) throw new ArgumentException($"Every row must have {names.Count} values, one for each label. Received: {row.Length}.");

        var scored = Enumerable.Range(0, labels.Count).Where(row => !Array.TrueForAll(probabilities[row], float.IsNaN)).ToArray();
        var (allScores, allTruths) = (new List<float>(), new List<bool>());
        var perLabel = new LabelMetrics[names.Count];
        for (var label = 0; label < names.Count; label++)
        {
            var (scores, truths) = (new List<float>(scored.Length), new List<bool>(scored.Length));
            foreach (var row in scored)
            {
                var value = labels[row][label];
                Require(value, names[label]);
                if (value is not (0 or 1) || float.IsNaN(probabilities[row][label])) continue;
                scores.Add(probabilities[row][label]);
                truths.Add(value == 1);
            }
            perLabel[label] = LabelMetrics.Compute(names[label], Span(scores), Span(truths), scored.Length - scores.Count);
            allScores.AddRange(scores);
            allTruths.AddRange(truths);
        }
        var all = LabelMetrics.Compute("", Span(allScores), Span(allTruths), 0);
        return new(perLabel, scored.Length, labels.Count - scored.Length, all.AreaUnderRocCurve, all.AveragePrecision, all.F1Score, all.LogLoss);
    }

    private static void Require(float value, string label)
    {
        if (value < 0 || value > 1)
            throw new ArgumentException(
                $"Label '{label}' must be 0, 1 or NaN (unknown). Received: {value}. Turn uncertain and blank values into these first, with MapUncertainLabels.");
    }

    private static ReadOnlySpan<T> Span<T>(List<T> list) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list);
}
