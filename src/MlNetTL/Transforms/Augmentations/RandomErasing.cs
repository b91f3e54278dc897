using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Covers a rectangle: Zhong et al. 2020 (random erasing), drawn by the rule of torchvision's RandomErasing. Where a finding is small the rectangle may lie over it, and the label becomes untrue:
/// keep the area below that of the findings.</summary>
/// <param name="MinimumScale">The smallest share of the image's area that is covered, over 0 to below 1.</param>
/// <param name="MaximumScale">The largest, at least <paramref name="MinimumScale"/>, below 1; uniform between them.</param>
/// <param name="MinimumAspect">The least height over width of the rectangle, above 0. Its logarithm is uniform.</param>
/// <param name="MaximumAspect">The most, at least <paramref name="MinimumAspect"/>.</param>
/// <param name="Fill">What covers it. The paper found noise best, on photographs.</param>
/// <param name="Probability">How often an image is changed, over 0 to 1.</param>
public sealed record RandomErasing(
    double MinimumScale = 0.02, double MaximumScale = 0.33, double MinimumAspect = 0.3, double MaximumAspect = 3.3, ErasingFill Fill = ErasingFill.Zero, double Probability = 0.5)
    : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems()
    {
        if (!(MinimumScale > 0 && MinimumScale <= MaximumScale && MaximumScale < 1))
            yield return $"MinimumScale and MaximumScale of RandomErasing must be over 0, below 1, and the first not above the second. Received: {MinimumScale} and {MaximumScale}.";
        if (!(MinimumAspect > 0 && MinimumAspect <= MaximumAspect && double.IsFinite(MaximumAspect)))
            yield return $"MinimumAspect and MaximumAspect of RandomErasing must be above 0 and finite, and the first not above the second. Received: {MinimumAspect} and {MaximumAspect}.";
        if (!Enum.IsDefined(Fill)) yield return $"The Fill of RandomErasing must be one of {string.Join(", ", Enum.GetNames<ErasingFill>())}. Received: {Fill}.";
    }

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum)
    {
        for (var i = 0; i < randoms.Length; i++)
        {
            if (DrawPart(ref randoms[i], (int)images.shape[2], (int)images.shape[3]) is not { } part) continue;
            using var image = images.narrow(0, i, 1);
            Cover(image, part, Fill, randoms[i].NextBits(), maximum);
        }
        return images.alias();
    }

    /// <summary>The rectangle, smaller than the image in both directions; null where ten tries gave none, as in torchvision's get_params.</summary>
    internal ImagePart? DrawPart(ref RowRandom random, int height, int width)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var area = (double)height * width * random.NextDouble(MinimumScale, MaximumScale);
            var aspect = Math.Exp(random.NextDouble(Math.Log(MinimumAspect), Math.Log(MaximumAspect)));
            var (h, w) = ((int)Math.Round(Math.Sqrt(area * aspect)), (int)Math.Round(Math.Sqrt(area / aspect)));
            if (h < height && w < width) return new(random.NextInt(height - h + 1), random.NextInt(width - w + 1), h, w);
        }
        return null;
    }

    internal static void Cover(Tensor image, ImagePart part, ErasingFill fill, ulong seed, double maximum)
    {
        using var place = image.narrow(2, part.Top, part.Height).narrow(3, part.Left, part.Width);
        if (fill == ErasingFill.Zero) place.zero_();
        else if (fill == ErasingFill.Mean) place.copy_(Blending.Means(image).expand(place.shape));
        else
        {
            // On the CPU, so that the numbers are the same on any device.
            using var generator = new Generator(seed, CPU);
            place.copy_(rand(place.shape, generator: generator).mul_(maximum));
        }
    }
}
