using MlNetTL.Images;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>The gate that poor images do not pass, neither to training nor to validation and test; the report counts them. Images are measured on their luma at
/// 512 x 512 pixels, before any step.</summary>
/// <param name="Spread">Limits are fitted to the training images: the median less or plus so many robust standard deviations of each figure. Absent: none are fitted.</param>
/// <param name="MinimumFocus">The least variance of the Laplacian, in grey levels of 0 to 255. Goes before the fitted limit, as all below.</param>
/// <param name="MinimumExposure">The least mean of the lit area, 0 to 1.</param>
/// <param name="MaximumExposure">The greatest mean of the lit area, 0 to 1.</param>
/// <param name="MaximumClipped">The greatest share of the lit area at the top of the range, 0 to 1.</param>
/// <param name="MinimumDiscCoverage">The least share of the image that is lit, 0 to 1.</param>
/// <param name="Blank">Whether images that show nothing may pass.</param>
public sealed record QualitySettings(
    double? Spread = null,
    double? MinimumFocus = null,
    double? MinimumExposure = null,
    double? MaximumExposure = null,
    double? MaximumClipped = null,
    double? MinimumDiscCoverage = null,
    bool Blank = false)
{
    /// <summary>The limits.</summary>
    /// <param name="training">The figures of the training images, from which limits are fitted where that is asked for.</param>
    public ImageQualityLimits ToLimits(IReadOnlyList<ImageQuality> training)
    {
        var fitted = Spread is { } spread ? ImageQualityLimits.Fit(training, spread) : new();
        return new(MinimumFocus ?? fitted.MinimumFocus, MinimumExposure ?? fitted.MinimumExposure, MaximumExposure ?? fitted.MaximumExposure,
            MaximumClipped ?? fitted.MaximumClipped, MinimumDiscCoverage ?? fitted.MinimumDiscCoverage, RefuseBlank: !Blank);
    }

    internal void Validate(ProblemList problems)
    {
        problems.Require(Spread is null or (> 0 and < 1e6), "image.quality.spread", "must be above 0", Spread);
        foreach (var sentence in (this with { Spread = null }).ToLimits([]).Problems()) problems.Add("image.quality", $"image.quality: {sentence}");
    }
}
