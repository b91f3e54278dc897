using System.Globalization;

namespace MlNetTL.Images;

/// <summary>What an image must reach not to be called poor. A limit that is null asks nothing.</summary>
/// <param name="MinimumFocus">The least <see cref="ImageQuality.Focus"/>.</param>
/// <param name="MinimumExposure">The least <see cref="ImageQuality.Exposure"/>, 0 to 1.</param>
/// <param name="MaximumExposure">The greatest <see cref="ImageQuality.Exposure"/>, 0 to 1.</param>
/// <param name="MaximumClipped">The greatest <see cref="ImageQuality.Clipped"/>, 0 to 1.</param>
/// <param name="MinimumDiscCoverage">The least <see cref="ImageQuality.DiscCoverage"/>, 0 to 1.</param>
/// <param name="RefuseBlank">Whether an image that shows nothing is poor.</param>
public sealed record ImageQualityLimits(
    double? MinimumFocus = null, double? MinimumExposure = null, double? MaximumExposure = null, double? MaximumClipped = null, double? MinimumDiscCoverage = null,
    bool RefuseBlank = true)
{
    // The median absolute deviation of a normal distribution is the standard deviation over 1.4826.
    private const double DeviationsPerMad = 1.4826;

    /// <summary>Limits by a robust rule: the median less (or plus) so many times 1.4826 median absolute deviations of some images, blank ones left out. That of Focus is
    /// made of its logarithm, as focus spans powers of ten. Where more than half of the images have the same figure, there is no limit on it.</summary>
    /// <param name="images">The training images' figures.</param>
    /// <param name="spread">How many times, above 0; 3 calls about one in a thousand of a normal distribution poor.</param>
    public static ImageQualityLimits Fit(IReadOnlyList<ImageQuality> images, double spread = 3)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (!(spread > 0) || double.IsInfinity(spread)) throw new ArgumentException($"The spread must be above 0. Received: {spread}.", nameof(spread));
        var seen = images.Where(image => !image.IsBlank).ToArray();
        double? Limit(Func<ImageQuality, double> figure, double direction) => RobustLimit([.. seen.Select(figure)], direction * spread);
        return new(
            Limit(image => Math.Log(Math.Max(image.Focus, double.Epsilon)), -1) is { } logarithm ? Math.Exp(logarithm) : null,
            Limit(image => image.Exposure, -1), Limit(image => image.Exposure, 1), Limit(image => image.Clipped, 1), Limit(image => image.DiscCoverage, -1));
    }

    /// <summary>What is wrong with the limits, a sentence each; empty where nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (MinimumFocus is { } focus && !(focus >= 0)) yield return $"MinimumFocus must be at least 0. Received: {focus}.";
        foreach (var (name, value) in new[]
        {
            (nameof(MinimumExposure), MinimumExposure), (nameof(MaximumExposure), MaximumExposure), (nameof(MaximumClipped), MaximumClipped),
            (nameof(MinimumDiscCoverage), MinimumDiscCoverage),
        })
            if (value is not (null or (>= 0 and <= 1))) yield return $"{name} must be 0 to 1. Received: {value}.";
        if (MinimumExposure > MaximumExposure) yield return $"MinimumExposure must not be above MaximumExposure. Received: {MinimumExposure} and {MaximumExposure}.";
    }

    /// <summary>Why an image is poor, a clause each; empty where it is not.</summary>
    public IReadOnlyList<string> ReasonsAgainst(ImageQuality image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var reasons = new List<string>();
        if (RefuseBlank && image.IsBlank) reasons.Add("it is blank");
        void Least(string what, double value, double? least)
        {
            if (value < least) reasons.Add($"{what} {Text(value)} is below {Text(least.Value)}");
        }

        void Most(string what, double value, double? most)
        {
            if (value > most) reasons.Add($"{what} {Text(value)} is above {Text(most.Value)}");
        }

        Least("focus", image.Focus, MinimumFocus);
        Least("exposure", image.Exposure, MinimumExposure);
        Most("exposure", image.Exposure, MaximumExposure);
        Most("clipped share", image.Clipped, MaximumClipped);
        Least("disc coverage", image.DiscCoverage, MinimumDiscCoverage);
        return reasons;
    }

    /// <summary>The limits in words, for logs.</summary>
    public override string ToString()
    {
        var limits = new (string Name, double? Value)[]
        {
            ("focus at least", MinimumFocus), ("exposure at least", MinimumExposure), ("exposure at most", MaximumExposure), ("clipped at most", MaximumClipped),
            ("disc coverage at least", MinimumDiscCoverage),
        }.Where(limit => limit.Value is not null).Select(limit => $"{limit.Name} {Text(limit.Value!.Value)}").ToList();
        if (RefuseBlank) limits.Add("not blank");
        return limits.Count == 0 ? "no limit" : string.Join(", ", limits);
    }

    private static double? RobustLimit(double[] values, double spread)
    {
        if (values.Length == 0) return null;
        var median = Median(values);
        var deviation = Median([.. values.Select(value => Math.Abs(value - median))]);
        return deviation > 0 ? median + spread * DeviationsPerMad * deviation : null;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static string Text(double value) => value.ToString("g3", CultureInfo.InvariantCulture);
}
