using MlNetTL.Foundation;

namespace MlNetTL.Transforms;

/// <summary>Cuts out a part of the image, with the aspect of the whole, and scales it back to the whole's size (bilinear). <see cref="RandomResizedCrop"/> changes the
/// aspect, too. A finding at the border may be cut off: the label becomes untrue then.</summary>
/// <param name="MinimumScale">The smallest part of the image's area that is kept, over 0 to 1; the part is uniform from there to 1 and its place is uniform.</param>
public sealed record RandomCrop(double MinimumScale = 0.8) : GeometricAugmentation
{
    internal override IEnumerable<string> Problems()
    {
        if (MinimumScale is not (> 0 and <= 1)) yield return $"The MinimumScale of RandomCrop must be over 0 and at most 1. Received: {MinimumScale}.";
    }

    internal override ImageMove Draw(ref RowRandom random, int height, int width)
    {
        var side = Math.Sqrt(random.NextDouble(MinimumScale, 1));
        var x = random.NextDouble(-0.5, 0.5) * (1 - side) * width;
        var y = random.NextDouble(-0.5, 0.5) * (1 - side) * height;
        return ImageMove.Crop(x, y, side, side, height, width);
    }
}
