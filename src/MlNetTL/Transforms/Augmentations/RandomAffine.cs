using MlNetTL.Foundation;

namespace MlNetTL.Transforms;

/// <summary>Turns, shifts, scales and shears the image about its centre, at once (bilinear; what comes in from outside is 0): torchvision's RandomAffine, drawn by its rule.</summary>
/// <param name="MaximumDegrees">The largest angle, 0 to 180, in either direction; uniform.</param>
/// <param name="MaximumTranslation">The largest shift, 0 to 1, as a share of the width and of the height, in either direction; whole pixels, uniform.</param>
/// <param name="MinimumScale">The least magnification, above 0. Scale changes what sizes tell: grades that hang on a measured extent become untrue.</param>
/// <param name="MaximumScale">The most, at least <paramref name="MinimumScale"/>; uniform between them.</param>
/// <param name="MaximumShear">The largest shear along x, in degrees, 0 to below 90, in either direction; uniform.</param>
/// <param name="Probability">How often an image is changed, over 0 to 1 (torchvision's RandomApply).</param>
public sealed record RandomAffine(
    double MaximumDegrees = 10, double MaximumTranslation = 0.05, double MinimumScale = 0.9, double MaximumScale = 1.1, double MaximumShear = 0, double Probability = 1) : GeometricAugmentation
{
    internal override IEnumerable<string> Problems()
    {
        if (MaximumDegrees is not (>= 0 and <= 180)) yield return $"The MaximumDegrees of RandomAffine must be 0 to 180. Received: {MaximumDegrees}.";
        if (MaximumTranslation is not (>= 0 and <= 1)) yield return $"The MaximumTranslation of RandomAffine must be 0 to 1. Received: {MaximumTranslation}.";
        if (!(MinimumScale > 0 && MinimumScale <= MaximumScale && double.IsFinite(MaximumScale)))
            yield return $"MinimumScale and MaximumScale of RandomAffine must be above 0 and finite, and the first not above the second. Received: {MinimumScale} and {MaximumScale}.";
        if (MaximumShear is not (>= 0 and < 90)) yield return $"The MaximumShear of RandomAffine must be at least 0 and below 90. Received: {MaximumShear}.";
        if (Probability is not (> 0 and <= 1)) yield return $"The Probability of RandomAffine must be over 0 and at most 1. Received: {Probability}.";
    }

    internal override ImageMove Draw(ref RowRandom random, int height, int width)
    {
        if (random.NextDouble() >= Probability) return ImageMove.Identity;
        var degrees = random.NextDouble(-MaximumDegrees, MaximumDegrees);
        var x = Math.Round(random.NextDouble(-MaximumTranslation, MaximumTranslation) * width);
        var y = Math.Round(random.NextDouble(-MaximumTranslation, MaximumTranslation) * height);
        var scale = random.NextDouble(MinimumScale, MaximumScale);
        return ImageMove.Affine(degrees, x, y, scale, random.NextDouble(-MaximumShear, MaximumShear));
    }
}
