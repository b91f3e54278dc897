namespace MlNetTL.Training.Losses;

/// <summary>How often each label is positive.</summary>
internal static class PositiveShares
{
    /// <summary>The mean of the known targets of each label; a half for one of which nothing is known.</summary>
    /// <param name="labels">The labels of each row, NaN for unknown ones.</param>
    /// <param name="rowWeights">How often each row is drawn, up to a factor; null: all alike.</param>
    public static float[] Of(IReadOnlyList<float[]> labels, IReadOnlyList<double>? rowWeights)
    {
        var (sums, positives) = (new double[labels[0].Length], new double[labels[0].Length]);
        for (var row = 0; row < labels.Count; row++)
            for (var label = 0; label < sums.Length; label++)
            {
                if (!(labels[row][label] >= 0)) continue;
                var weight = rowWeights?[row] ?? 1;
                sums[label] += weight;
                positives[label] += weight * labels[row][label];
            }
        return [.. positives.Zip(sums, (positive, sum) => sum > 0 ? (float)(positive / sum) : 0.5f)];
    }
}
