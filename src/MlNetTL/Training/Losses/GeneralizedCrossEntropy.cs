using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>Generalised cross-entropy (Zhang and Sabuncu, 'Generalized cross entropy loss for training deep neural networks with noisy labels', 2018, equation 6): (1 - p^Q) / Q of the truth's
/// probability p, between cross-entropy (Q near 0) and the mean absolute error (Q = 1). A label that the network finds very unlikely pulls little, so that wrong ones do less harm, and right ones
/// teach more slowly. Without the paper's truncation, which needs a pass over all rows to choose them.</summary>
/// <param name="Q">Above 0, at most 1. The paper takes 0.7.</param>
public sealed record GeneralizedCrossEntropy(double Q = 0.7) : LossOptions
{
    internal override IEnumerable<string> Problems()
    {
        if (Q is not (> 0 and <= 1)) yield return $"Q must be above 0 and at most 1. Received: {Q}.";
    }

    internal override Tensor OfClasses(Tensor logits, Tensor classes) => OfLogarithms(LogOfTrue(logits, classes));

    private protected override Tensor OfPositives(Tensor logits) => OfLogarithms(nn.functional.logsigmoid(logits));

    // expm1, since p^Q is near 1 for what is right and for a small Q.
    private Tensor OfLogarithms(Tensor logs) => (logs * Q).expm1() / -Q;
}
