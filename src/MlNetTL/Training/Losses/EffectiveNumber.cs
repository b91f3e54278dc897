namespace MlNetTL.Training.Losses;

/// <summary>Class weights by the effective number of rows (Cui et al., 'Class-balanced loss based on effective number of samples', 2019): n rows of a class tell as much as
/// (1 - β^n) / (1 - β) that have nothing in common.</summary>
internal static class EffectiveNumber
{
    public const double DefaultBeta = 0.999;

    /// <summary>The weights of classes, inverse to their effective numbers, summing to the number of classes that have rows; 0 for one without.</summary>
    /// <param name="counts">The rows of each class.</param>
    /// <param name="beta">β, at least 0 and below 1.</param>
    public static float[] Weights(IReadOnlyList<int> counts, double beta)
    {
        var inverse = counts.Select(count => count == 0 ? 0 : 1 / Scaled(count, beta)).ToArray();
        var scale = counts.Count(count => count > 0) / inverse.Sum();
        return [.. inverse.Select(weight => (float)(weight * scale))];
    }

    /// <summary>How many times a positive of a label counts, where both have rows.</summary>
    public static double Ratio(int negatives, int positives, double beta) => negatives == 0 ? 1 : Scaled(negatives, beta) / Scaled(positives, beta);

    // 1 - β^n, without the factor that all classes share. One row is the least, so that β = 0 gives 1.
    private static double Scaled(int count, double beta) => 1 - Math.Pow(beta, count);
}
