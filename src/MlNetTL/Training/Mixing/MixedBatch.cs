using static TorchSharp.torch;

namespace MlNetTL.Training.Mixing;

/// <summary>A batch as a network is trained on it, of images with a label or of two images in one.</summary>
/// <param name="Inputs">The images.</param>
/// <param name="Labels">Their labels.</param>
/// <param name="PartnerLabels">The labels of the images that were mixed in; null for none.</param>
/// <param name="Share">How much of the loss the own labels have; the partners' have the rest.</param>
internal sealed record MixedBatch(Tensor Inputs, Tensor Labels, Tensor? PartnerLabels = null, double Share = 1)
{
    /// <summary>The loss in the form of mixup's and CutMix's papers: the two losses in the shares of the images. Each is a mean of its own, so that labels which are not known of one image do not hide those of
    /// the other.</summary>
    /// <param name="of">The mean loss for labels.</param>
    public Tensor Loss(Func<Tensor, Tensor> of) => PartnerLabels is null ? of(Labels) : Share * of(Labels) + (1 - Share) * of(PartnerLabels);
}
