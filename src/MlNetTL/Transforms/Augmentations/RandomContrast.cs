using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Stretches or shrinks values about the mean of the image's grey: torchvision's adjust_contrast. Of other than 1 or 3 channels, each is stretched about its own mean, since bands have ranges of
/// their own.</summary>
/// <param name="MaximumChange">The factor is uniform from 1 less this (at least 0) to 1 and this (torchvision's ColorJitter); above 0.</param>
/// <param name="Probability">How often an image is changed, over 0 to 1.</param>
public sealed record RandomContrast(double MaximumChange = 0.2, double Probability = 1) : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems() => Blending.ChangeProblems(nameof(RandomContrast), MaximumChange);

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum) =>
        Change(images, Drawn(images, randoms, random => Blending.Factor(random, MaximumChange)), maximum);

    internal static Tensor Change(Tensor images, Tensor factors, double maximum) =>
        Blending.Of(images, Blending.Means(images.shape[1] == 3 ? Blending.Grey(images) : images), factors, maximum);
}
