namespace MlNetTL.Evaluation;

/// <summary>LogME, the logarithm of maximum evidence: how likely the labels are under a Bayesian linear model of the features, whose precisions are chosen to
/// make them likeliest. Higher is better; it has no fixed range.</summary>
/// <remarks>
/// You, Liu, Wang and Long, 'LogME: practical assessment of pre-trained models for transfer learning', ICML 2021; 'Ranking and tuning pre-trained models', JMLR 2022.
/// The model is w ~ N(0, I / α), y ~ N(F w, I / β), and for one column y of n values the evidence is
/// log p(y | F) = n/2 log β + d/2 log α - n/2 log 2π - β/2 |F m - y|² - α/2 m'm - 1/2 log |A|, with A = α I + β F'F and m = β A⁻¹ F'y.
/// It is maximised by the paper's fixed point α = γ / m'm, β = (n - γ) / |F m - y|², γ = Σ β σ / (α + β σ) over the eigenvalues σ of F'F, and divided by n.
/// Several classes are columns of 0 and 1, one for each class that occurs, and their mean is taken.
/// <para>All columns share one singular value decomposition of F, after which an iteration costs min(n, d) steps. Where the updates run off, the
/// limit is given: α without bound for features that say nothing, β without bound where they explain the labels wholly.</para>
/// </remarks>
internal static class LogME
{
    private const int MostIterations = 100_000;

    /// <summary>The measure for one column.</summary>
    /// <param name="spectrum">The features, not centred.</param>
    /// <param name="column">The n values of y, not all 0.</param>
    public static double Of(FeatureSpectrum spectrum, double[] column)
    {
        var sigma = spectrum.Squares;
        var z = spectrum.Project(column);
        var length = column.Sum(value => value * value);
        // What no combination of features reaches. It is 0 where they span everything, and rounding must not say otherwise.
        var outside = spectrum.Rows == sigma.Length ? 0 : Math.Max(0, length - z.Sum(value => value * value));
        return sigma.Length == 0 || FixedPoint(sigma, z, outside, spectrum.Rows) is not { } ratio
            ? -0.5 * (Math.Log(2 * Math.PI * length / spectrum.Rows) + 1)
            : Evidence(sigma, z, outside, spectrum.Rows, ratio) / spectrum.Rows;
    }

    // The ratio t = α / β is all that the updates depend on. In U's coordinates m'm = Σ σ z² / (t + σ)², |F m - y|² = Σ (z t / (t + σ))² + outside,
    // γ = Σ σ / (t + σ), and n - γ = n - rank + Σ t / (t + σ), which loses no digits where γ is close to n. Null: t grows without bound.
    private static double? FixedPoint(double[] sigma, double[] z, double outside, int rows)
    {
        var ratio = 1.0;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            double gamma = 0, free = rows - sigma.Length, weights = 0, residual = outside;
            for (var i = 0; i < sigma.Length; i++)
            {
                var sum = ratio + sigma[i];
                gamma += sigma[i] / sum;
                free += ratio / sum;
                weights += sigma[i] * z[i] * z[i] / (sum * sum);
                residual += z[i] * z[i] * (ratio / sum) * (ratio / sum);
            }
            if (weights == 0) return null;
            var next = gamma / weights * (residual / free);
            if (next > 1e14 * sigma[0]) return null;
            // Far below every eigenvalue the evidence no longer depends on the ratio.
            if (next < 1e-14 * sigma[^1]) return next > 0 ? next : ratio;
            if (Math.Abs(Math.Log(next / ratio)) < 1e-12) return next;
            ratio = next;
        }
        return ratio;
    }

    // At a fixed point β = n / (|F m - y|² + t m'm), by which the two quadratic terms are n / 2.
    private static double Evidence(double[] sigma, double[] z, double outside, int rows, double ratio)
    {
        double penalty = outside, determinant = 0;
        for (var i = 0; i < sigma.Length; i++)
        {
            var share = ratio / (ratio + sigma[i]);
            penalty += z[i] * z[i] * share;
            determinant += Math.Log(share);
        }
        return 0.5 * (determinant - rows * (Math.Log(2 * Math.PI * penalty / rows) + 1));
    }
}
