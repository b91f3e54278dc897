namespace MlNetTL.Scoring;

/// <summary>How views are made of batches of images.</summary>
internal static class ViewFlips
{
    private static readonly (TestTimeViews View, long[] Flipped)[] s_all =
        [(TestTimeViews.Original, []), (TestTimeViews.HorizontalFlip, [3]), (TestTimeViews.VerticalFlip, [2]), (TestTimeViews.BothFlips, [2, 3])];

    /// <summary>For each view the dimensions of [images, channels, height, width] that are reversed: exact, no value changes.</summary>
    public static long[][] Of(TestTimeViews views) => [.. s_all.Where(entry => views.HasFlag(entry.View)).Select(entry => entry.Flipped)];

    /// <summary>What must hold of views; null where it does.</summary>
    public static string? ProblemOf(TestTimeViews views) =>
        views > 0 && (int)views < 16 ? null : $"TestTimeViews must name one view or more: {string.Join(", ", s_all.Select(entry => entry.View))}. Received: {views}.";
}
