namespace MlNetTL.Evaluation;

/// <summary>All rows of one score. Curves step from group to group, so that tied rows count alike whatever their order.</summary>
internal readonly record struct ScoreGroup(float Score, int Positives, int Negatives)
{
    /// <summary>The groups of some rows, from the highest score to the lowest.</summary>
    public static List<ScoreGroup> Descending(ReadOnlySpan<float> scores, ReadOnlySpan<bool> labels)
    {
        if (scores.Length != labels.Length)
            throw new ArgumentException($"There must be as many scores as labels. Received: {scores.Length} scores and {labels.Length} labels.");
        var sorted = scores.ToArray();
        if (Array.Exists(sorted, float.IsNaN))
            throw new ArgumentException("Scores must be numbers. Received: NaN. Leave out the rows that were not scored (unreadable images), and count them.");
        var truths = labels.ToArray();
        Array.Sort(sorted, truths);
        var groups = new List<ScoreGroup>();
        for (var end = sorted.Length; end > 0;)
        {
            var (start, positives) = (end, 0);
            while (start > 0 && sorted[start - 1] == sorted[end - 1]) positives += truths[--start] ? 1 : 0;
            groups.Add(new(sorted[end - 1], positives, end - start - positives));
            end = start;
        }
        return groups;
    }
}
