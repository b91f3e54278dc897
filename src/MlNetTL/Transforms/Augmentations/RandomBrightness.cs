using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Multiplies all values of an image by a factor: torchvision's adjust_brightness. Where values are measurements (Hounsfield units, reflectances), a label that hangs on them becomes untrue.</summary>
/// <param name="MaximumChange">The factor is uniform from 1 less this (at least 0) to 1 and this (torchvision's ColorJitter); above 0.</param>
/// <param name="Probability">How often an image is changed, over 0 to 1.</param>
public sealed record RandomBrightness(double MaximumChange = 0.2, double Probability = 1) : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems() => Blending.ChangeProblems(nameof(RandomBrightness), MaximumChange);

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum) =>
        Change(images, Drawn(images, randoms, random => Blending.Factor(random, MaximumChange)), maximum);

    internal static Tensor Change(Tensor images, Tensor factors, double maximum) => images.mul(factors).clamp_(0, maximum);
}
