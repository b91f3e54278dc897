using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Makes colours stronger or weaker, between the image and its grey: torchvision's adjust_saturation. In histology, where the stain's strength is the finding, and in dermatology, where colour
/// grades a lesion, a label may become untrue.</summary>
/// <param name="MaximumChange">The factor is uniform from 1 less this (at least 0) to 1 and this (torchvision's ColorJitter); above 0.</param>
/// <param name="Probability">How often an image is changed, over 0 to 1.</param>
public sealed record RandomSaturation(double MaximumChange = 0.2, double Probability = 1) : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems() => Blending.ChangeProblems(nameof(RandomSaturation), MaximumChange);

    internal override string? ProblemFor(int channels, int height, int width) => Blending.ColourProblem(nameof(RandomSaturation), channels);

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum) =>
        Change(images, Drawn(images, randoms, random => Blending.Factor(random, MaximumChange)), maximum);

    internal static Tensor Change(Tensor images, Tensor factors, double maximum) => Blending.Of(images, Blending.Grey(images), factors, maximum);
}
