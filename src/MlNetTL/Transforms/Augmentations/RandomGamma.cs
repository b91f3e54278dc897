using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Raises values, as shares of the range, to a power, as other exposures, detectors and windows would: torchvision's adjust_gamma. Where values are measurements, a label that hangs on them becomes
/// untrue.</summary>
/// <param name="MinimumGamma">The least exponent, above 0; below 1 brightens. 0.7 to 1.5 is nnU-Net's range (Isensee et al. 2021, supplement).</param>
/// <param name="MaximumGamma">The most, at least <paramref name="MinimumGamma"/>; uniform between them.</param>
/// <param name="Probability">How often an image is changed, over 0 to 1.</param>
public sealed record RandomGamma(double MinimumGamma = 0.7, double MaximumGamma = 1.5, double Probability = 1) : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems()
    {
        if (!(MinimumGamma > 0 && MinimumGamma <= MaximumGamma && double.IsFinite(MaximumGamma)))
            yield return $"MinimumGamma and MaximumGamma of RandomGamma must be above 0 and finite, and the first not above the second. Received: {MinimumGamma} and {MaximumGamma}.";
    }

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum) =>
        Change(images, Drawn(images, randoms, random => random.NextDouble(MinimumGamma, MaximumGamma)), maximum);

    // In double precision: libtorch's power of single floats differs in the last bit between the vectors and the rest of a line, and where the rest begins hangs on batch and threads.
    internal static Tensor Change(Tensor images, Tensor gammas, double maximum) =>
        images.to(ScalarType.Float64).div_(maximum).pow_(gammas.to(ScalarType.Float64)).mul_(maximum).to(ScalarType.Float32).clamp_(0, maximum);
}
