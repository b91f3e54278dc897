namespace MlNetTL.Evaluation;

/// <summary>The area under a ROC curve with its 95 % interval: DeLong, DeLong and Clarke-Pearson (1988) in the sorted form of Sun and Xu (2014).</summary>
/// <remarks>A row's structural component is the share of the other class that it outranks, ties as one half; the area is their mean and its variance comes from
/// the sample variances of both classes. An area of exactly 0 or 1 has no variance, so its interval is a point: a limit of the method.</remarks>
internal static class DeLong
{
    private const double Normal975 = 1.959963984540054;

    public static (double Area, ConfidenceInterval Interval) AreaAndInterval(IReadOnlyList<ScoreGroup> descending)
    {
        double positives = descending.Sum(group => (long)group.Positives), negatives = descending.Sum(group => (long)group.Negatives);
        if (positives == 0 || negatives == 0) return (double.NaN, ConfidenceInterval.Unknown);

        double positivesAbove = 0, negativesAbove = 0, ofPositives = 0, squareOfPositives = 0, squareOfNegatives = 0;
        foreach (var group in descending)
        {
            var negativesOutranked = (negatives - negativesAbove - group.Negatives / 2.0) / negatives;
            var positivesOutranking = (positivesAbove + group.Positives / 2.0) / positives;
            ofPositives += group.Positives * negativesOutranked;
            squareOfPositives += group.Positives * negativesOutranked * negativesOutranked;
            squareOfNegatives += group.Negatives * positivesOutranking * positivesOutranking;
            positivesAbove += group.Positives;
            negativesAbove += group.Negatives;
        }
        var area = ofPositives / positives;
        if (positives < 2 || negatives < 2) return (area, ConfidenceInterval.Unknown);

        // Both classes' components have the area as their mean.
        var variance = Math.Max(0, squareOfPositives / positives - area * area) / (positives - 1)
                     + Math.Max(0, squareOfNegatives / negatives - area * area) / (negatives - 1);
        var half = Normal975 * Math.Sqrt(variance);
        return (area, new(Math.Max(0, area - half), Math.Min(1, area + half)));
    }
}
