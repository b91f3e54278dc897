using MlNetTL.Foundation;

namespace MlNetTL.Evaluation;

/// <summary>95 % intervals of figures by drawing rows with replacement (Efron, 'Bootstrap methods: another look at the jackknife', 1979), the percentiles of what the drawn rows give. The same rows give
/// the same interval.</summary>
internal static class Bootstrap
{
    private const int Draws = 1000;
    private const double Tail = 0.025;

    /// <summary>An interval for each figure; unknown with fewer than two rows, or where a figure is not defined on some of the draws.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="figures">The figures of some rows, which may be the same one several times.</param>
    public static ConfidenceInterval[] Intervals(int rows, Func<int[], double[]> figures)
    {
        if (rows < 2) return [.. figures([.. Enumerable.Range(0, rows)]).Select(_ => ConfidenceInterval.Unknown)];
        var drawn = new int[rows];
        var found = Enumerable.Range(0, Draws).Select(draw =>
        {
            var random = new RowRandom(0, "bootstrap", row: draw);
            for (var i = 0; i < rows; i++) drawn[i] = random.NextInt(rows);
            return figures(drawn);
        }).ToArray();
        return [.. Enumerable.Range(0, found[0].Length).Select(figure => Between([.. found.Select(values => values[figure]).Order()]))];
    }

    // NaN comes first in order.
    private static ConfidenceInterval Between(double[] ordered) => double.IsNaN(ordered[0]) ? ConfidenceInterval.Unknown : new(At(ordered, Tail), At(ordered, 1 - Tail));

    // Between two draws, as NumPy's percentile has it.
    private static double At(double[] ordered, double share)
    {
        var place = share * (ordered.Length - 1);
        var below = (int)place;
        return ordered[below] + (place - below) * (ordered[Math.Min(below + 1, ordered.Length - 1)] - ordered[below]);
    }
}
