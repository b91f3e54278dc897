namespace MlNetTL.Evaluation;

/// <summary>The receiver operating characteristic of one label: sensitivity against 1 - specificity over all thresholds, and the area under it.</summary>
public sealed class RocCurve
{
    private RocCurve(IReadOnlyList<RocPoint> points, int positives, int negatives, double area, ConfidenceInterval interval)
    {
        Points = points;
        Positives = positives;
        Negatives = negatives;
        AreaUnderCurve = area;
        Interval = interval;
    }

    /// <summary>The corners of the curve, from (0, 0) to (1, 1), one for each distinct score. Empty where a class is absent.</summary>
    public IReadOnlyList<RocPoint> Points { get; }

    /// <summary>The number of positive rows.</summary>
    public int Positives { get; }

    /// <summary>The number of negative rows.</summary>
    public int Negatives { get; }

    /// <summary>The probability that a positive row scores higher than a negative one, ties counted as one half (Mann and Whitney, 1947). NaN where a
    /// class is absent.</summary>
    public double AreaUnderCurve { get; }

    /// <summary>The 95 % interval of <see cref="AreaUnderCurve"/> by DeLong's method, cut to 0 to 1.</summary>
    public ConfidenceInterval Interval { get; }

    /// <summary>Draws the curve. The order of the rows does not matter.</summary>
    /// <param name="scores">A score for each row, higher for more positive; any range, no NaN.</param>
    /// <param name="labels">Whether each row is positive.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static RocCurve From(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        var groups = ScoreGroup.Descending(scores, labels);
        var (positives, negatives) = (groups.Sum(group => group.Positives), groups.Sum(group => group.Negatives));
        var (area, interval) = DeLong.AreaAndInterval(groups);
        if (positives == 0 || negatives == 0) return new([], positives, negatives, area, interval);

        var points = new List<RocPoint>(groups.Count + 1) { new(0, 0, double.PositiveInfinity) };
        var (truePositives, falsePositives) = (0, 0);
        foreach (var group in groups)
        {
            truePositives += group.Positives;
            falsePositives += group.Negatives;
            points.Add(new((double)falsePositives / negatives, (double)truePositives / positives, group.Score));
        }
        return new(points, positives, negatives, area, interval);
    }
}
