namespace MlNetTL.Evaluation;

/// <summary>What several images of one study come to: one score and one truth for each label.</summary>
internal static class StudyScores
{
    /// <summary>The places of the rows of each study, studies in the order in which they first come.</summary>
    public static IReadOnlyList<int[]> Group(IReadOnlyList<string> studies) =>
        [.. Enumerable.Range(0, studies.Count).GroupBy(row => studies[row], StringComparer.Ordinal).Select(group => group.ToArray())];

    /// <summary>The scores of a study. What is NaN (an unreadable image) is left out; NaN where nothing is left.</summary>
    public static float[] Scores(IReadOnlyList<float[]> images, ScoreAggregation how) => Columns(images, values => values.Count == 0 ? float.NaN : how == ScoreAggregation.Max ? values.Max() : values.Average());

    /// <summary>The truth of a study's labels: what any image has; where that is nothing, absent where any image says so; else unknown (NaN). Soft targets are no truth.</summary>
    public static float[] Labels(IReadOnlyList<float[]> images) => Columns(images, values => values.Contains(1) ? 1 : values.Contains(0) ? 0 : float.NaN);

    /// <summary>The class of a study; null where its images have several, or none is known.</summary>
    /// <param name="images">The class of each image, negative where unknown.</param>
    public static int? Class(IEnumerable<int> images) => images.Where(number => number >= 0).Distinct().ToArray() is [var only] ? only : null;

    /// <summary>The number of a study; NaN where its images have several, or none is known.</summary>
    public static float Number(IEnumerable<float> images) => images.Where(number => !float.IsNaN(number)).Distinct().ToArray() is [var only] ? only : float.NaN;

    private static float[] Columns(IReadOnlyList<float[]> images, Func<List<float>, float> join) =>
        [.. Enumerable.Range(0, images[0].Length).Select(column => join([.. images.Select(image => image[column]).Where(value => !float.IsNaN(value))]))];
}
