namespace MlNetTL.Evaluation;

/// <summary>One point of a ROC curve: what share of each class scores at least <paramref name="Threshold"/>.</summary>
/// <param name="FalsePositiveRate">The share of negatives called positive, 0 to 1 (1 - specificity).</param>
/// <param name="TruePositiveRate">The share of positives called positive, 0 to 1 (sensitivity).</param>
/// <param name="Threshold">Scores from here upward are called positive. The first point, at (0, 0), has positive infinity.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);
