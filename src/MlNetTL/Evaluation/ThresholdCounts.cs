namespace MlNetTL.Evaluation;

/// <summary>The four counts of one label at a threshold, and the rates that follow from them. A rate without rows to divide by is NaN.</summary>
/// <param name="TruePositives">Positives called positive.</param>
/// <param name="FalsePositives">Negatives called positive.</param>
/// <param name="TrueNegatives">Negatives called negative.</param>
/// <param name="FalseNegatives">Positives called negative.</param>
public readonly record struct ThresholdCounts(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives)
{
    /// <summary>The share of rows called rightly.</summary>
    public double Accuracy => (double)(TruePositives + TrueNegatives) / (TruePositives + FalsePositives + TrueNegatives + FalseNegatives);

    /// <summary>Recall: the share of positives found.</summary>
    public double Sensitivity => (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>The share of negatives left alone.</summary>
    public double Specificity => (double)TrueNegatives / (TrueNegatives + FalsePositives);

    /// <summary>Precision: the share of positive calls that are right.</summary>
    public double PositivePredictiveValue => (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>The share of negative calls that are right.</summary>
    public double NegativePredictiveValue => (double)TrueNegatives / (TrueNegatives + FalseNegatives);

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1Score => 2.0 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>Counts rows. Like ML.NET, a row is called positive where its probability lies above the threshold, not on it.</summary>
    /// <param name="probabilities">The probability of each row; no NaN.</param>
    /// <param name="labels">Whether each row is positive.</param>
    /// <param name="threshold">What must be exceeded.</param>
    public static ThresholdCounts At(ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> labels, float threshold = 0.5f)
    {
        Span<int> counts = stackalloc int[4];
        for (var i = 0; i < labels.Length; i++) counts[(probabilities[i] > threshold ? 2 : 0) + (labels[i] ? 1 : 0)]++;
        return new(TruePositives: counts[3], FalsePositives: counts[2], TrueNegatives: counts[0], FalseNegatives: counts[1]);
    }
}
