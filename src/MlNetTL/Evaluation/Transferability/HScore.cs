namespace MlNetTL.Evaluation;

/// <summary>The regularised H-score: how much of the features' covariance lies between the classes. From 0 to the number of classes less 1; higher is better.</summary>
/// <remarks>
/// Bao et al., 'An information-theoretic approach to transferability in task transfer learning', ICIP 2019: H = tr(cov(f)⁻¹ cov(E[f | y])).
/// Ibrahim, Ponomareva and Mazumder, 'Newer is not always better: rethinking transferability metrics, their peculiarities, stability and performance', 2021:
/// with few rows for many features the covariance must be shrunk, cov_δ = (1 - δ) cov(f) + δ tr(cov(f)) / d · I, and H = tr(cov_δ⁻¹ (1 - δ) cov(E[f | y])), where δ is
/// Ledoit and Wolf's ('A well-conditioned estimator for large-dimensional covariance matrices', 2004). Covariances are divided by the number of rows.
/// <para>In the coordinates of the centred features' singular vectors cov_δ is diagonal and the classes' means are sums of rows of U, so nothing is
/// inverted and no matrix of d x d is formed.</para>
/// </remarks>
internal static class HScore
{
    /// <summary>The score.</summary>
    /// <param name="spectrum">The features, centred.</param>
    /// <param name="classes">For each class a column of n values: 1 for its rows, 0 for others.</param>
    public static double Of(FeatureSpectrum spectrum, IEnumerable<double[]> classes)
    {
        double rows = spectrum.Rows;
        var (shrinkage, mean) = Shrinkage(spectrum);
        if (mean == 0) return 0;
        var score = 0.0;
        foreach (var column in classes)
        {
            var projection = spectrum.Project(column);
            for (var i = 0; i < projection.Length; i++)
            {
                var variance = spectrum.Squares[i] / rows;
                score += variance * projection[i] * projection[i] / column.Sum() / ((1 - shrinkage) * variance + shrinkage * mean);
            }
        }
        return (1 - shrinkage) * score;
    }

    /// <summary>Ledoit and Wolf's share of the identity in the covariance, 0 to 1, and the mean variance that scales it.</summary>
    public static (double Shrinkage, double MeanVariance) Shrinkage(FeatureSpectrum spectrum)
    {
        double rows = spectrum.Rows, features = spectrum.Features;
        var mean = spectrum.Squares.Sum() / rows / features;
        var squares = spectrum.Squares.Sum(value => value * value) / (rows * rows);
        var distance = squares / features - mean * mean;
        var noise = (spectrum.SumOfFourthPowers / rows - squares) / rows / features;
        // A single feature is a multiple of the identity as it is.
        return spectrum.Features == 1 || noise <= 0 ? (0, mean) : (noise >= distance ? 1 : noise / distance, mean);
    }
}
