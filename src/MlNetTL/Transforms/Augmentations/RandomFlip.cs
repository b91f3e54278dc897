using MlNetTL.Foundation;

namespace MlNetTL.Transforms;

/// <summary>Mirrors the image. Exact: no pixel is interpolated. torchvision: RandomHorizontalFlip, RandomVerticalFlip.</summary>
/// <param name="Horizontal">Whether left and right may be exchanged. In a chest X-ray this puts the heart on the other side, in a retina it makes a left eye of a right one: labels that
/// tell sides, or findings such as dextrocardia, become untrue.</param>
/// <param name="Vertical">Whether top and bottom may be exchanged.</param>
/// <param name="Probability">How often each of them happens, 0 to 1, independently of the other.</param>
public sealed record RandomFlip(bool Horizontal = true, bool Vertical = false, double Probability = 0.5) : GeometricAugmentation
{
    internal override IEnumerable<string> Problems()
    {
        if (Probability is not (>= 0 and <= 1)) yield return $"The Probability of RandomFlip must be 0 to 1. Received: {Probability}.";
        if (!Horizontal && !Vertical) yield return "RandomFlip must have Horizontal or Vertical set. Received: neither. Set one, or leave the step out.";
    }

    internal override ImageMove Draw(ref RowRandom random, int height, int width)
    {
        // Both numbers are always drawn, so that switching one direction on does not change the other.
        var mirrorX = random.NextDouble() < Probability && Horizontal;
        var mirrorY = random.NextDouble() < Probability && Vertical;
        return new(mirrorX ? -1 : 1, 0, 0, 0, mirrorY ? -1 : 1, 0);
    }
}
