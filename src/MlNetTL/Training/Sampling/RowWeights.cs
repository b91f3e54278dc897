namespace MlNetTL.Training.Sampling;

/// <summary>How likely rows are drawn, up to a factor.</summary>
internal static class RowWeights
{
    /// <summary>Each group as likely as the others: a row counts 1 / rows of its group.</summary>
    /// <param name="groups">The group of each row.</param>
    public static double[] Balancing<T>(IReadOnlyList<T> groups) where T : notnull
    {
        var rows = groups.CountBy(group => group).ToDictionary();
        return [.. groups.Select(group => 1.0 / rows[group])];
    }

    /// <summary>Each row by its rarest positive label: the largest of 1 / positives of the label (Gupta et al. 2019: the repeat factor of an image is the largest of its categories). Rows without one
    /// are a group of their own. Soft targets are positive above 0.5, unknown ones never.</summary>
    /// <param name="labels">The labels of each row.</param>
    public static double[] ByRarestPositive(IReadOnlyList<float[]> labels)
    {
        var positives = Enumerable.Range(0, labels[0].Length).Select(label => labels.Count(row => row[label] > 0.5f)).ToArray();
        var withoutAny = labels.Count(row => !row.Any(value => value > 0.5f));
        return [.. labels.Select(row => 1.0 / row.Zip(positives).Where(label => label.First > 0.5f).Select(label => label.Second).DefaultIfEmpty(withoutAny).Min())];
    }
}
