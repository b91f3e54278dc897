namespace MlNetTL.Foundation;

/// <summary>The normal distribution with mean 0 and deviation 1.</summary>
internal static class NormalDistribution
{
    private const int Terms = 200;
    private const double Near = 2.5;

    /// <summary>Φ(x), the share of it below x. Right to about 14 digits, in the lower tail relative ones.</summary>
    public static double Below(double x)
    {
        if (double.IsNaN(x)) return double.NaN;
        if (x > 0) return 1 - Below(-x);
        if (x < -39) return 0;
        var density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        return x > -Near ? 0.5 - density * Series(-x) : density / Fraction(-x);
    }

    // Abramowitz and Stegun (1964), 26.2.11: all terms are positive, so that nothing cancels.
    private static double Series(double x)
    {
        var (sum, term) = (x, x);
        for (var i = 3; i < Terms && term > sum * 1e-17; i += 2) sum += term *= x * x / i;
        return sum;
    }

    // The same, 26.2.14, from its far end.
    private static double Fraction(double x)
    {
        var value = x;
        for (var i = Terms; i > 0; i--) value = x + i / value;
        return value;
    }
}
