namespace MlNetTL.Experiments.Pipelines;

/// <summary>A change that is drawn afresh for each image of each epoch.</summary>
/// <param name="Kind">flip: left and right change places; crop: a part is cut out and brought back to size; rotate: about the centre.</param>
/// <param name="Probability">How often it happens, above 0 to 1. Absent: 0.5 for flip, 1 for crop and rotate.</param>
/// <param name="MinimumScale">crop only: the smallest share of the image's area that is kept, above 0 to 1. Absent: 0.8.</param>
/// <param name="MaximumDegrees">rotate only: the largest angle either way, above 0 to 180. Absent: 10.</param>
public sealed record AugmentationStep(AugmentationKind Kind, double? Probability = null, double? MinimumScale = null, double? MaximumDegrees = null)
{
    internal void Validate(string path, ProblemList problems)
    {
        problems.Require(Probability is null or (> 0 and <= 1), $"{path}.probability", "must lie above 0 and be at most 1", Probability);
        problems.Require(MinimumScale is null or (> 0 and <= 1), $"{path}.minimumScale", "must lie above 0 and be at most 1", MinimumScale);
        problems.Require(MaximumDegrees is null or (> 0 and <= 180), $"{path}.maximumDegrees", "must lie above 0 and be at most 180", MaximumDegrees);
        problems.Require(MinimumScale is null || Kind == AugmentationKind.Crop, $"{path}.minimumScale", "belongs to crop only", MinimumScale);
        problems.Require(MaximumDegrees is null || Kind == AugmentationKind.Rotate, $"{path}.maximumDegrees", "belongs to rotate only", MaximumDegrees);
    }
}
