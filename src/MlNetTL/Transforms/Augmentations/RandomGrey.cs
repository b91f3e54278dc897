using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Makes some images grey, in all three channels: torchvision's RandomGrayscale. Where a finding is a colour (a stain, a haemorrhage), the label becomes untrue.</summary>
/// <param name="Probability">How often, over 0 to 1.</param>
public sealed record RandomGrey(double Probability = 0.1) : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems() => [];

    internal override string? ProblemFor(int channels, int height, int width) => Blending.ColourProblem(nameof(RandomGrey), channels);

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum) => Blending.Grey(images).expand(images.shape).clone();
}
