using MlNetTL.Foundation;

namespace MlNetTL.Training.Mixing;

/// <summary>Draws from Beta(α, α), as the share of one of two equal Gamma values in their sum.</summary>
/// <remarks>Gamma values by Marsaglia and Tsang ('A simple method for generating gamma variables', 2000), below α = 1 by their section 6, as logarithms: for small α the values themselves would both round to 0.</remarks>
internal static class BetaDraw
{
    /// <summary>A value from 0 to 1.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="alpha">Both parameters, above 0.</param>
    public static double Next(ref RowRandom random, double alpha)
    {
        var first = LogOfGamma(ref random, alpha);
        return 1 / (1 + Math.Exp(LogOfGamma(ref random, alpha) - first));
    }

    // Gamma(α) = Gamma(α + 1) · U^(1/α) for α below 1.
    private static double LogOfGamma(ref RowRandom random, double alpha) => alpha < 1
        ? Math.Log(OfOneOrMore(ref random, alpha + 1)) + Math.Log(1 - random.NextDouble()) / alpha
        : Math.Log(OfOneOrMore(ref random, alpha));

    private static double OfOneOrMore(ref RowRandom random, double alpha)
    {
        var d = alpha - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.NextGaussian();
            var v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < x * x / 2 + d - d * v + d * Math.Log(v)) return d * v;
        }
    }
}
