using System.Reflection;
using System.Text.Json;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>A change that is drawn afresh for each image of each epoch. Numbers left out take the default of the kind.</summary>
/// <param name="Kind">Where pixels lie: flip, crop, resizedCrop, rotate, affine. Then what values they have: brightness, contrast, gamma, saturation, hue, grey, blur, noise, erase, bandDropout.</param>
/// <param name="Horizontal">flip: whether left and right may change places. Absent: true. The heart changes its side then.</param>
/// <param name="Vertical">flip: whether top and bottom may change places. Absent: false.</param>
/// <param name="Probability">How often an image is changed, above 0 to 1; flip: each way. Absent: 0.5 for flip, blur, noise and erase, 0.1 for grey, else 1.</param>
/// <param name="MinimumScale">crop, resizedCrop: the smallest share of the image's area that is kept, above 0 to 1. Absent: 0.8, 0.08. erase: the smallest share that is covered. Absent:
/// 0.02. affine: the least magnification, above 0. Absent: 0.9.</param>
/// <param name="MaximumDegrees">rotate, affine: the largest angle either way, 0 to 180. Absent: 10.</param>
/// <param name="MaximumScale">resizedCrop, erase, affine: the most. Absent: 1, 0.33, 1.1.</param>
/// <param name="MinimumAspect">resizedCrop: the least width over height of the part. Absent: 3/4. erase: the least height over width. Absent: 0.3.</param>
/// <param name="MaximumAspect">resizedCrop, erase: the most. Absent: 4/3, 3.3.</param>
/// <param name="MaximumTranslation">affine: the largest shift either way, as a share of the side, 0 to 1. Absent: 0.05.</param>
/// <param name="MaximumShear">affine: the largest shear along x either way, in degrees, below 90. Absent: 0.</param>
/// <param name="MaximumChange">brightness, contrast, saturation: the factor lies between 1 less this and 1 and this. Absent: 0.2.</param>
/// <param name="MinimumGamma">gamma: the least exponent, above 0. Absent: 0.7.</param>
/// <param name="MaximumGamma">gamma: the most. Absent: 1.5.</param>
/// <param name="MaximumShift">hue: the largest turn either way, as a share of the circle, above 0 to 0.5. Absent: 0.02.</param>
/// <param name="KernelSize">blur: the pixels along each side that are weighed, odd. Absent: 9.</param>
/// <param name="MinimumSigma">blur: the least standard deviation, in pixels, above 0. Absent: 0.1.</param>
/// <param name="MaximumSigma">blur: the most. Absent: 2.</param>
/// <param name="Sigma">noise: its standard deviation, as a share of the range of values, above 0. Absent: 0.02.</param>
/// <param name="Fill">erase: what covers the rectangle. Absent: zero.</param>
/// <param name="Rate">bandDropout: how often each channel is blackened, above 0 to below 1; never all. Absent: 0.1.</param>
public sealed record AugmentationStep(
    AugmentationKind Kind,
    bool? Horizontal = null,
    bool? Vertical = null,
    double? Probability = null,
    double? MinimumScale = null,
    double? MaximumDegrees = null,
    double? MaximumScale = null,
    double? MinimumAspect = null,
    double? MaximumAspect = null,
    double? MaximumTranslation = null,
    double? MaximumShear = null,
    double? MaximumChange = null,
    double? MinimumGamma = null,
    double? MaximumGamma = null,
    double? MaximumShift = null,
    int? KernelSize = null,
    double? MinimumSigma = null,
    double? MaximumSigma = null,
    double? Sigma = null,
    ErasingFillKind? Fill = null,
    double? Rate = null)
{
    private static readonly AugmentationKind[] s_values =
    [
        AugmentationKind.Brightness, AugmentationKind.Contrast, AugmentationKind.Gamma, AugmentationKind.Saturation, AugmentationKind.Hue, AugmentationKind.Grey, AugmentationKind.Blur,
        AugmentationKind.Noise, AugmentationKind.Erase, AugmentationKind.BandDropout,
    ];

    // Which kinds a setting belongs to. Ranges are for the steps themselves to say.
    private static readonly Dictionary<string, AugmentationKind[]> s_owners = new()
    {
        [nameof(Horizontal)] = [AugmentationKind.Flip],
        [nameof(Vertical)] = [AugmentationKind.Flip],
        [nameof(Probability)] = [AugmentationKind.Flip, AugmentationKind.Affine, .. s_values],
        [nameof(MinimumScale)] = [AugmentationKind.Crop, AugmentationKind.ResizedCrop, AugmentationKind.Affine, AugmentationKind.Erase],
        [nameof(MaximumDegrees)] = [AugmentationKind.Rotate, AugmentationKind.Affine],
        [nameof(MaximumScale)] = [AugmentationKind.ResizedCrop, AugmentationKind.Affine, AugmentationKind.Erase],
        [nameof(MinimumAspect)] = [AugmentationKind.ResizedCrop, AugmentationKind.Erase],
        [nameof(MaximumAspect)] = [AugmentationKind.ResizedCrop, AugmentationKind.Erase],
        [nameof(MaximumTranslation)] = [AugmentationKind.Affine],
        [nameof(MaximumShear)] = [AugmentationKind.Affine],
        [nameof(MaximumChange)] = [AugmentationKind.Brightness, AugmentationKind.Contrast, AugmentationKind.Saturation],
        [nameof(MinimumGamma)] = [AugmentationKind.Gamma],
        [nameof(MaximumGamma)] = [AugmentationKind.Gamma],
        [nameof(MaximumShift)] = [AugmentationKind.Hue],
        [nameof(KernelSize)] = [AugmentationKind.Blur],
        [nameof(MinimumSigma)] = [AugmentationKind.Blur],
        [nameof(MaximumSigma)] = [AugmentationKind.Blur],
        [nameof(Sigma)] = [AugmentationKind.Noise],
        [nameof(Fill)] = [AugmentationKind.Erase],
        [nameof(Rate)] = [AugmentationKind.BandDropout],
    };

    internal void Validate(string path, ProblemList problems)
    {
        foreach (var (setting, owners) in s_owners)
        {
            var value = typeof(AugmentationStep).GetProperty(setting, BindingFlags.Public | BindingFlags.Instance)!.GetValue(this);
            problems.Require(value is null || owners.Contains(Kind), $"{path}.{Camel(setting)}", $"belongs to {string.Join(", ", owners.Select(owner => Camel($"{owner}")))} only", value);
        }
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
