namespace MlNetTL.Evaluation;

/// <summary>Cuts a number line into grades so that the quadratic weighted kappa of some rows is the highest that any cut points give.</summary>
/// <remarks>1 - κ is Σ (y - c)² / Σ (m₂ - 2 m c + c²) over rows of true grade y and called grade c, m the mean of the true grades and m₂ that of their squares. Both sums are over single rows, so that
/// the best ratio follows from a few searches for the least of their difference (Dinkelbach, 'On nonlinear fractional programming', 1967), each of which a table of (number, grade) answers
/// exactly. A search of one cut point after another, as EyePACS's winners made it, may stop at less.</remarks>
internal static class KappaCutPoints
{
    private const int MostSearches = 100;

    /// <summary>The cut points: a number above the first <c>k</c> of them is of grade <c>k</c>. Null where the true grades are all the same, and kappa tells nothing.</summary>
    /// <param name="numbers">A number for each row, finite.</param>
    /// <param name="grades">The true grade of each row, from 0.</param>
    /// <param name="count">The number of grades, at least 2.</param>
    /// <returns>count - 1 numbers in ascending order, halfway between those that they part. What no row is to be called lies beyond them all.</returns>
    public static double[]? Find(IReadOnlyList<double> numbers, IReadOnlyList<int> grades, int count)
    {
        if (grades.Distinct().Count() < 2) return null;
        var groups = numbers.Zip(grades).GroupBy(row => row.First).OrderBy(group => group.Key)
            .Select(group => new Group(group.Key, group.Count(), group.Sum(row => row.Second), group.Sum(row => row.Second * (double)row.Second))).ToArray();
        var (mean, squares) = (groups.Sum(group => group.Sum) / grades.Count, groups.Sum(group => group.Squares) / grades.Count);
        // One grade for all gives a ratio of 1, and the best none above it.
        var (ratio, firsts) = (1.0, Array.Empty<int>());
        for (var search = 0; search < MostSearches; search++)
        {
            var found = Least(groups, count, (group, c) => Missed(group, c) - ratio * Expected(group, c));
            var better = Total(groups, found, Missed) / Total(groups, found, Expected);
            if (firsts.Length > 0 && better >= ratio) break;
            (ratio, firsts) = (better, found);
        }
        return Between(groups, firsts);

        double Missed(Group group, int c) => group.Squares - 2 * c * group.Sum + (double)group.Rows * c * c;
        double Expected(Group group, int c) => group.Rows * (squares - 2 * mean * c + (double)c * c);
    }

    // For each grade from 1, the first group that it or a higher one takes: the ascending grades of the least total cost, by dynamic programming. Of equals the lower grade.
    private static int[] Least(Group[] groups, int count, Func<Group, int, double> cost)
    {
        var totals = new double[count];
        var stays = new bool[groups.Length, count];
        for (var i = 0; i < groups.Length; i++)
            for (var (c, lower) = (0, double.PositiveInfinity); c < count; c++)
            {
                // The best of the groups before with this grade or a lower one.
                stays[i, c] = totals[c] < lower;
                lower = Math.Min(lower, totals[c]);
                totals[c] = lower + cost(groups[i], c);
            }
        var grade = Array.IndexOf(totals, totals.Min());
        var firsts = Enumerable.Repeat(groups.Length, count - 1).ToArray();
        for (var i = groups.Length - 1; i >= 0; i--)
        {
            for (var k = 0; k < grade; k++) firsts[k] = i;
            while (i > 0 && grade > 0 && !stays[i, grade]) grade--;
        }
        return firsts;
    }

    private static double Total(Group[] groups, int[] firsts, Func<Group, int, double> cost) => groups.Select((group, i) => cost(group, firsts.Count(first => first <= i))).Sum();

    private static double[] Between(Group[] groups, int[] firsts)
    {
        var cuts = new double[firsts.Length];
        for (var k = 0; k < cuts.Length; k++)
            cuts[k] = firsts[k] == 0 ? Math.Min(k + 0.5, Math.BitDecrement(groups[0].Number))
                : firsts[k] == groups.Length ? Math.Max(k + 0.5, groups[^1].Number)
                : (groups[firsts[k] - 1].Number + groups[firsts[k]].Number) / 2;
        return cuts;
    }

    /// <summary>The rows of one number: how many, and the sums of their true grades and of the squares of these.</summary>
    private readonly record struct Group(double Number, int Rows, double Sum, double Squares);
}
