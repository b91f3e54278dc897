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
}
