namespace MlNetTL.Experiments.Pipelines;

/// <summary>A change that is drawn afresh for each image of each epoch.</summary>
/// <param name="Kind">flip: sides change places; crop: a part is cut out and brought back to size; rotate: about the centre.</param>
/// <param name="Horizontal">flip only: whether left and right may change places. Absent: true. The heart changes its side then.</param>
/// <param name="Vertical">flip only: whether top and bottom may change places. Absent: false.</param>
/// <param name="Probability">flip only: how often each happens, above 0 to 1. Absent: 0.5.</param>
/// <param name="MinimumScale">crop only: the smallest share of the image's area that is kept, above 0 to 1. Absent: 0.8.</param>
/// <param name="MaximumDegrees">rotate only: the largest angle either way, above 0 to 180. Absent: 10.</param>
public sealed record AugmentationStep(
    AugmentationKind Kind,
    bool? Horizontal = null,
    bool? Vertical = null,
    double? Probability = null,
    double? MinimumScale = null,
    double? MaximumDegrees = null)
{
    internal void Validate(string path, ProblemList problems)
    {
        problems.Require(Probability is null or (> 0 and <= 1), $"{path}.probability", "must lie above 0 and be at most 1", Probability);
        problems.Require(MinimumScale is null or (> 0 and <= 1), $"{path}.minimumScale", "must lie above 0 and be at most 1", MinimumScale);
        problems.Require(MaximumDegrees is null or (> 0 and <= 180), $"{path}.maximumDegrees", "must lie above 0 and be at most 180", MaximumDegrees);
        problems.Require(Kind != AugmentationKind.Flip || (Horizontal ?? true) || (Vertical ?? false), $"{path}.horizontal",
            "must be true where 'vertical' is not: this flip changes nothing", false);
        foreach (var (name, value, owner) in new (string, object?, AugmentationKind)[]
        {
            ("horizontal", Horizontal, AugmentationKind.Flip), ("vertical", Vertical, AugmentationKind.Flip), ("probability", Probability, AugmentationKind.Flip),
            ("minimumScale", MinimumScale, AugmentationKind.Crop), ("maximumDegrees", MaximumDegrees, AugmentationKind.Rotate),
        })
            problems.Require(value is null || Kind == owner, $"{path}.{name}", $"belongs to {owner.ToString().ToLowerInvariant()} only", value);
    }
}
