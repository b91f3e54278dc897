namespace MlNetTL.Evaluation;

/// <summary>How well a number is predicted. The figures are those of ML.NET's <c>RegressionMetrics</c>, in the label's unit; each 95 % interval is a bootstrap's, which takes rows for independent.</summary>
/// <param name="Name">What the number is called.</param>
/// <param name="Rows">The rows that were scored and whose number is known.</param>
/// <param name="Unknown">Scored rows left out because their number is unknown.</param>
/// <param name="Unscored">Rows left out because the score is NaN, as an unreadable image gives.</param>
/// <param name="MeanAbsoluteError">The mean of |score - label|.</param>
/// <param name="MeanAbsoluteErrorInterval">Its interval.</param>
/// <param name="RootMeanSquaredError">The root of the mean of (score - label)².</param>
/// <param name="RootMeanSquaredErrorInterval">Its interval.</param>
/// <param name="RSquared">1 - Σ (label - score)² / Σ (label - mean)²: 1 for all right, 0 for no better than the mean; NaN where all labels are the same.</param>
/// <param name="RSquaredInterval">Its interval.</param>
public sealed record RegressionSummary(
    string Name, int Rows, int Unknown, int Unscored,
    double MeanAbsoluteError, ConfidenceInterval MeanAbsoluteErrorInterval,
    double RootMeanSquaredError, ConfidenceInterval RootMeanSquaredErrorInterval,
    double RSquared, ConfidenceInterval RSquaredInterval)
{
    /// <summary>Summarises scored rows.</summary>
    /// <param name="name">What the number is called.</param>
    /// <param name="labels">The true number of each row; NaN where unknown.</param>
    /// <param name="scores">The predicted number of each row; NaN where not scored.</param>
    /// <exception cref="ArgumentException">There are not as many labels as scores.</exception>
    public static RegressionSummary Compute(string name, IReadOnlyList<float> labels, IReadOnlyList<float> scores)
    {
        if (labels.Count != scores.Count) throw new ArgumentException($"There must be as many labels as scores. Received: {labels.Count} and {scores.Count}.");
        var scored = Enumerable.Range(0, scores.Count).Where(row => !float.IsNaN(scores[row])).ToArray();
        var known = scored.Where(row => !float.IsNaN(labels[row])).ToArray();
        double[] truths = [.. known.Select(row => (double)labels[row])], predicted = [.. known.Select(row => (double)scores[row])];
        var figures = known.Length == 0 ? [double.NaN, double.NaN, double.NaN] : Figures(predicted, truths);
        var intervals = known.Length == 0 ? [ConfidenceInterval.Unknown, ConfidenceInterval.Unknown, ConfidenceInterval.Unknown]
            : Bootstrap.Intervals(known.Length, drawn => Figures([.. drawn.Select(row => predicted[row])], [.. drawn.Select(row => truths[row])]));
        return new(name, known.Length, scored.Length - known.Length, labels.Count - scored.Length, figures[0], intervals[0], figures[1], intervals[1], figures[2], intervals[2]);
    }

    private static double[] Figures(double[] predicted, double[] truths) =>
        [NumberMeasures.MeanAbsoluteError(predicted, truths), NumberMeasures.RootMeanSquaredError(predicted, truths), NumberMeasures.RSquared(predicted, truths)];
}
