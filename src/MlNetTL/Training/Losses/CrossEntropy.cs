using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>Cross-entropy, -log p of the truth, for every task; of labels, the known ones alone. What validation reports whatever a network is trained on.</summary>
public sealed record CrossEntropy : LossOptions
{
    internal override Tensor OfLabels(Tensor logits, Tensor targets, Tensor? positiveWeights) =>
        nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: nn.Reduction.None, pos_weights: positiveWeights);

    internal override Tensor OfClasses(Tensor logits, Tensor classes) => nn.functional.cross_entropy(logits, classes, reduction: nn.Reduction.None);

    private protected override Tensor OfPositives(Tensor logits) => -nn.functional.logsigmoid(logits);
}
