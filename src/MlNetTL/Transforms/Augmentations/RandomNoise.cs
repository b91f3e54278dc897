using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Adds normal noise to each value, as torchvision's later versions do (v2.GaussianNoise). Findings as faint as the noise go, and the label becomes untrue.
/// Each channel has noise of its own: read grey images with one channel, or the noise is coloured.</summary>
/// <param name="Sigma">The standard deviation, as a share of the range of values, above 0: 0.02 is 5 of 255.</param>
/// <param name="Probability">How often an image is changed, over 0 to 1.</param>
public sealed record RandomNoise(double Sigma = 0.02, double Probability = 0.5) : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems()
    {
        if (!(Sigma > 0) || double.IsInfinity(Sigma)) yield return $"The Sigma of RandomNoise must be above 0 and finite. Received: {Sigma}.";
    }

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum)
    {
        var shape = images.shape[1..];
        using var noise = stack([.. randoms.Select(random => NoiseOf(random, shape))]);
        return images.add(noise.mul_(Sigma * maximum).to(images.device)).clamp_(0, maximum);
    }

    // A generator for each image, on the CPU, so that its numbers are the same in any batch and on any device.
    private static Tensor NoiseOf(RowRandom random, long[] shape)
    {
        using var generator = new Generator(random.NextBits(), CPU);
        return randn(shape, generator: generator);
    }
}
