using MlNetTL.Foundation;

namespace MlNetTL.Transforms;

/// <summary>Cuts out a part of another size and aspect, and stretches it to the whole's size (bilinear): Szegedy et al. 2015, torchvision's RandomResizedCrop, drawn by its rule.</summary>
/// <param name="MinimumScale">The smallest part of the image's area that is kept, over 0 to 1. torchvision's 0.08 is for photographs of things: of a lesion that is small, most such crops show
/// nothing, and the label is untrue. Stay near 0.8 there.</param>
/// <param name="MaximumScale">The largest part, at least <paramref name="MinimumScale"/>, at most 1.</param>
/// <param name="MinimumAspect">The least width over height of the part, above 0. Its logarithm is uniform. Ratios that a label hangs on, such as the cardiothoracic one, change with it.</param>
/// <param name="MaximumAspect">The most, at least <paramref name="MinimumAspect"/>.</param>
/// <remarks>The part's edge is repeated, as torchvision does it. A rotation or another move behind it shows what lies beside the part.</remarks>
public sealed record RandomResizedCrop(double MinimumScale = 0.08, double MaximumScale = 1, double MinimumAspect = 3.0 / 4, double MaximumAspect = 4.0 / 3) : GeometricAugmentation
{
    internal override IEnumerable<string> Problems()
    {
        if (!(MinimumScale > 0 && MinimumScale <= MaximumScale && MaximumScale <= 1))
            yield return $"MinimumScale and MaximumScale of RandomResizedCrop must be over 0, at most 1, and the first not above the second. Received: {MinimumScale} and {MaximumScale}.";
        if (!(MinimumAspect > 0 && MinimumAspect <= MaximumAspect && double.IsFinite(MaximumAspect)))
            yield return $"MinimumAspect and MaximumAspect of RandomResizedCrop must be above 0 and finite, and the first not above the second. Received: {MinimumAspect} and {MaximumAspect}.";
    }

    internal override ImageMove Draw(ref RowRandom random, int height, int width) => MoveOf(DrawPart(ref random, height, width), height, width);

    /// <summary>The part that is kept, in whole pixels: ten tries, then the largest part in the middle that has an aspect of the range, as torchvision's get_params does it.</summary>
    internal ImagePart DrawPart(ref RowRandom random, int height, int width)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var area = (double)height * width * random.NextDouble(MinimumScale, MaximumScale);
            var aspect = Math.Exp(random.NextDouble(Math.Log(MinimumAspect), Math.Log(MaximumAspect)));
            var (w, h) = ((int)Math.Round(Math.Sqrt(area * aspect)), (int)Math.Round(Math.Sqrt(area / aspect)));
            if (w > 0 && w <= width && h > 0 && h <= height) return new(random.NextInt(height - h + 1), random.NextInt(width - w + 1), h, w);
        }
        var whole = (double)width / height;
        var (middleWidth, middleHeight) = whole < MinimumAspect ? (width, (int)Math.Round(width / MinimumAspect))
            : whole > MaximumAspect ? ((int)Math.Round(height * MaximumAspect), height)
            : (width, height);
        return new((height - middleHeight) / 2, (width - middleWidth) / 2, middleHeight, middleWidth);
    }

    internal static ImageMove MoveOf(ImagePart part, int height, int width) =>
        ImageMove.Crop(part.Left + (part.Width - width) / 2.0, part.Top + (part.Height - height) / 2.0, (double)part.Width / width, (double)part.Height / height, height, width);
}
