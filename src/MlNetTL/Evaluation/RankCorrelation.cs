namespace MlNetTL.Evaluation;

/// <summary>How far two figures put the same things in the same order: 1 for one order, -1 for opposite orders. NaN where a figure is the same for all.</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's rho: Pearson's correlation of the ranks, ties with their mean rank.</summary>
    /// <param name="first">One figure of each thing, at least two; no NaN.</param>
    /// <param name="second">The other figure of each, in the same order.</param>
    /// <exception cref="ArgumentException">The sizes do not agree, or a figure is NaN.</exception>
    public static double Spearman(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        Check(first, second);
        double[] a = Ranks(first), b = Ranks(second);
        double meanA = a.Average(), meanB = b.Average();
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum() / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }

    /// <summary>Kendall's tau-b (Kendall 1945): pairs in one order less pairs in opposite orders, corrected for ties.</summary>
    /// <param name="first">One figure of each thing, at least two; no NaN.</param>
    /// <param name="second">The other figure of each, in the same order.</param>
    /// <exception cref="ArgumentException">The sizes do not agree, or a figure is NaN.</exception>
    public static double Kendall(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        Check(first, second);
        double agreement = 0, untiedFirst = 0, untiedSecond = 0;
        for (var i = 0; i < first.Count; i++)
            for (var j = 0; j < i; j++)
            {
                int a = first[i].CompareTo(first[j]), b = second[i].CompareTo(second[j]);
                agreement += a * b;
                untiedFirst += a * a;
                untiedSecond += b * b;
            }
        return agreement / Math.Sqrt(untiedFirst * untiedSecond);
    }

    private static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(other => other < value) + (values.Count(other => other == value) + 1) / 2.0)];

    private static void Check(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Count < 2)
            throw new ArgumentException($"There must be two or more things with both figures. Received: {first.Count} and {second.Count}.");
        if (first.Concat(second).Any(double.IsNaN)) throw new ArgumentException("No figure may be NaN. Leave out things that lack one.");
    }
}
