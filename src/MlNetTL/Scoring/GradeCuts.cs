using MlNetTL.Foundation;

namespace MlNetTL.Scoring;

/// <summary>Where a number is cut into grades, and how far it is from the true grade as a rule.</summary>
/// <param name="Points">One fewer than there are grades, ascending: a number above the first <c>k</c> of them, and not above the next, is of grade <c>k</c>.</param>
/// <param name="Deviation">The root of the mean squared difference between number and true grade, above 0; on the validation rows, where there are some.</param>
public sealed record GradeCuts(IReadOnlyList<double> Points, double Deviation)
{
    // Where every row was met exactly, a score still needs some width.
    private const double LeastDeviation = 1e-3;

    /// <summary>Cuts halfway between the numbers of grades.</summary>
    internal static GradeCuts HalfWay(int grades, double deviation) => new([.. Enumerable.Range(0, grades - 1).Select(k => k + 0.5)], Math.Max(deviation, LeastDeviation));

    /// <summary>The same cuts with another deviation.</summary>
    internal static GradeCuts At(IReadOnlyList<double> points, double deviation) => new(points, Math.Max(deviation, LeastDeviation));

    /// <summary>The grade of a number, from 0.</summary>
    internal int GradeOf(double number) => Points.Count(point => number > point);

    /// <summary>The probability of each grade: the share of a normal distribution around the number between the grade's cut points.</summary>
    internal float[] Probabilities(double number)
    {
        double[] below = [0, .. Points.Select(point => NormalDistribution.Below((point - number) / Deviation)), 1];
        return [.. below.Skip(1).Zip(below, (upper, lower) => (float)(upper - lower))];
    }

    /// <inheritdoc/>
    public bool Equals(GradeCuts? other) => other is not null && Deviation == other.Deviation && Points.SequenceEqual(other.Points);

    /// <inheritdoc/>
    public override int GetHashCode() => Points.Aggregate(Deviation.GetHashCode(), HashCode.Combine);
}
