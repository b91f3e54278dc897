using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Training.Mixing;

/// <summary>CutMix (Yun et al., 'CutMix: regularization strategy to train strong classifiers with localizable features', 2019, section 3.1): a box of the partner is laid over each image, the same place in the
/// whole batch. Its sides are √(1 - λ) of the image's, its centre lies anywhere, what reaches beyond the border is cut off, and λ becomes the share of the image's area that is left, as in the authors' code.</summary>
/// <remarks>A box may cover the finding that gave an image its label, or bring none over: where a finding is small, mixup keeps it.</remarks>
/// <param name="Alpha">Of Beta(Alpha, Alpha), above 0. The paper takes 1.</param>
public sealed record CutMix(double Alpha = 1) : MixingOptions(Alpha)
{
    private protected override (Tensor Mixed, double Share) Blend(Tensor images, Tensor partners, double share, ref RowRandom random)
    {
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var box = CutBox.Of(height, width, share, random.NextInt(height), random.NextInt(width));
        var mixed = images.clone();
        mixed.narrow(2, box.Top, box.Height).narrow(3, box.Left, box.Width).copy_(partners.narrow(2, box.Top, box.Height).narrow(3, box.Left, box.Width));
        return (mixed, 1 - (double)(box.Height * box.Width) / (height * width));
    }
}
