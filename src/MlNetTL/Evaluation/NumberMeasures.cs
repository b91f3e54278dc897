namespace MlNetTL.Evaluation;

/// <summary>Figures of predicted numbers against true ones, as scikit-learn and ML.NET define them.</summary>
internal static class NumberMeasures
{
    public static double MeanAbsoluteError(IReadOnlyList<double> predicted, IReadOnlyList<double> truths) => predicted.Zip(truths, (p, t) => Math.Abs(p - t)).Average();

    public static double RootMeanSquaredError(IReadOnlyList<double> predicted, IReadOnlyList<double> truths) => Math.Sqrt(predicted.Zip(truths, (p, t) => (p - t) * (p - t)).Average());

    /// <summary>1 - Σ (t - p)² / Σ (t - mean)²; 0 for the mean itself, NaN where all true numbers are the same.</summary>
    public static double RSquared(IReadOnlyList<double> predicted, IReadOnlyList<double> truths)
    {
        var mean = truths.Average();
        var spread = truths.Sum(t => (t - mean) * (t - mean));
        return spread == 0 ? double.NaN : 1 - predicted.Zip(truths, (p, t) => (p - t) * (p - t)).Sum() / spread;
    }
}
