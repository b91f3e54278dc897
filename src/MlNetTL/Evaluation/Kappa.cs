namespace MlNetTL.Evaluation;

/// <summary>Agreement of calls and truth beyond what chance would give (Cohen, 'A coefficient of agreement for nominal scales', 1960; weighted: Cohen, 'Weighted kappa',
/// 1968).</summary>
internal static class Kappa
{
    /// <summary>κ = 1 - Σ w·observed / Σ w·expected; NaN where nothing can disagree, as with one class.</summary>
    /// <param name="confusion">[true class][called class], counts.</param>
    /// <param name="weight">The cost of calling class j where class i is true; 0 on the diagonal.</param>
    public static double Of(IReadOnlyList<int[]> confusion, Func<int, int, double> weight)
    {
        double rows = confusion.Sum(row => row.Sum()), observed = 0, expected = 0;
        for (var i = 0; i < confusion.Count; i++)
            for (var j = 0; j < confusion.Count; j++)
            {
                observed += weight(i, j) * confusion[i][j];
                expected += weight(i, j) * confusion[i].Sum() * confusion.Sum(row => row[j]) / rows;
            }
        return 1 - observed / expected;
    }

    /// <summary>The 95 % interval of a weighted kappa by its standard error in large samples (Fleiss, Cohen and Everitt, 'Large sample standard errors of kappa and weighted kappa', 1969, equation 13),
    /// within -1 and 1; unknown where kappa is not defined, or nothing varies.</summary>
    /// <param name="confusion">[true class][called class], counts.</param>
    /// <param name="weight">The cost of calling class j where class i is true; 0 on the diagonal.</param>
    public static ConfidenceInterval Interval(IReadOnlyList<int[]> confusion, Func<int, int, double> weight)
    {
        const double Normal = 1.959963984540054;
        double rows = confusion.Sum(row => row.Sum());
        var classes = confusion.Count;
        double[] truths = [.. confusion.Select(row => row.Sum() / rows)], calls = [.. Enumerable.Range(0, classes).Select(j => confusion.Sum(row => row[j]) / rows)];
        var most = Enumerable.Range(0, classes * classes).Max(cell => weight(cell / classes, cell % classes));
        double Agreement(int i, int j) => 1 - weight(i, j) / most;
        double[] ofTruth = [.. Enumerable.Range(0, classes).Select(i => calls.Select((share, j) => share * Agreement(i, j)).Sum())];
        double[] ofCall = [.. Enumerable.Range(0, classes).Select(j => truths.Select((share, i) => share * Agreement(i, j)).Sum())];
        var expected = truths.Zip(ofTruth, (share, agreement) => share * agreement).Sum();
        double observed = 0, spread = 0;
        for (var i = 0; i < classes; i++)
            for (var j = 0; j < classes; j++) observed += confusion[i][j] / rows * Agreement(i, j);
        for (var i = 0; i < classes; i++)
            for (var j = 0; j < classes; j++) spread += confusion[i][j] / rows * Math.Pow(Agreement(i, j) * (1 - expected) - (ofTruth[i] + ofCall[j]) * (1 - observed), 2);
        var variance = (spread - Math.Pow(observed * expected - 2 * expected + observed, 2)) / (rows * Math.Pow(1 - expected, 4));
        if (!(variance > 0)) return ConfidenceInterval.Unknown;
        var (kappa, reach) = ((observed - expected) / (1 - expected), Normal * Math.Sqrt(variance));
        return new(Math.Max(-1, kappa - reach), Math.Min(1, kappa + reach));
    }

    /// <summary>The cost of quadratic weights.</summary>
    public static double Squared(int i, int j) => (i - j) * (double)(i - j);

    /// <summary>The quadratic weighted kappa of grades.</summary>
    public static double Quadratic(IReadOnlyList<int[]> confusion) => Of(confusion, Squared);
}
