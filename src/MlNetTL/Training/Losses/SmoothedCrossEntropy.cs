using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>Cross-entropy with label smoothing (Szegedy et al., 'Rethinking the Inception architecture for computer vision', 2016, section 7): of K classes, the true one has the target
/// 1 - Smoothing + Smoothing / K and each other Smoothing / K. A yes or no is two classes, so that 0 becomes Smoothing / 2 and 1 becomes 1 - Smoothing / 2.</summary>
/// <param name="Smoothing">The share of the target that is spread over all classes, at least 0 and below 1. The paper takes 0.1.</param>
public sealed record SmoothedCrossEntropy(double Smoothing = 0.1) : LossOptions
{
    internal override IEnumerable<string> Problems()
    {
        if (Smoothing is not (>= 0 and < 1)) yield return $"Smoothing must be at least 0 and below 1. Received: {Smoothing}.";
    }

    // Not by gathering from one log-softmax twice: its mean over classes is the cross-entropy with the uniform distribution, the paper's second term.
    internal override Tensor OfClasses(Tensor logits, Tensor classes)
    {
        var logs = logits.log_softmax(1);
        return -(1 - Smoothing) * logs.gather(1, classes.unsqueeze(1)).squeeze(1) - Smoothing * logs.mean([1]);
    }

    private protected override Tensor OfPositives(Tensor logits) =>
        -(1 - Smoothing / 2) * nn.functional.logsigmoid(logits) - Smoothing / 2 * nn.functional.logsigmoid(-logits);
}
