namespace MlNetTL.Training.LearningRates;

/// <summary>The loss against the learning rate, and what it suggests. It falls where learning goes on and rises where steps are too long.</summary>
/// <param name="Points">The steps in order, of rising rates.</param>
/// <param name="Steepest">Where the smoothed loss falls fastest over the logarithm of the rate; null where there are too few steps.</param>
/// <param name="Valley">Two thirds into the longest fall of the smoothed loss, less steep and less bold: fastai's usual choice; null where there are too few steps.</param>
public sealed record LearningRateCurve(IReadOnlyList<LearningRatePoint> Points, double? Steepest, double? Valley)
{
    // What fastai leaves out of its suggestions: a first tenth where nothing moves yet, and the last steps, where the loss runs away.
    private const int LastSteps = 5, FewestPoints = 3;

    /// <summary>The curve of some steps.</summary>
    internal static LearningRateCurve Of(IReadOnlyList<LearningRatePoint> points, LearningRateSearch search)
    {
        var kept = points.Skip(search.Steps / 10).SkipLast(LastSteps).ToList();
        if (kept.Count < FewestPoints) return new(points, null, null);
        var losses = kept.Select(point => point.Smoothed).ToArray();
        var rates = kept.Select(point => point.LearningRate).ToArray();
        return new(points, rates[LearningRateSuggestions.Steepest(rates, losses)], LearningRateSuggestions.Valley(losses) is { } valley ? rates[valley] : null);
    }
}
