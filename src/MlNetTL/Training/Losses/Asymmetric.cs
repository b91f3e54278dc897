using MlNetTL.Scoring;
using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>Asymmetric loss (Ridnik et al., 'Asymmetric loss for multi-label classification', 2021): positives lose -(1 - p)^PositiveGamma · log p, negatives
/// -q^NegativeGamma · log(1 - q) with q = max(p - Margin, 0), so that easy negatives count little, and those below the margin nothing. For labels, each yes or no; the paper defines it for them alone.</summary>
/// <param name="PositiveGamma">The focusing of positives, at least 0; 0 leaves them cross-entropy.</param>
/// <param name="NegativeGamma">The focusing of negatives, at least 0; as a rule more than that of positives.</param>
/// <param name="Margin">What is taken off the probability of negatives, at least 0 and below 1.</param>
public sealed record Asymmetric(double PositiveGamma = 0, double NegativeGamma = 4, double Margin = 0.05) : LossOptions
{
    // Below it a negative's loss, at most its square, is no number that a sum would notice, and its power's gradient may be infinite.
    private const double LeastProbability = 1e-12;

    internal override IEnumerable<string> Problems()
    {
        foreach (var (name, gamma) in new[] { (nameof(PositiveGamma), PositiveGamma), (nameof(NegativeGamma), NegativeGamma) })
            if (!(gamma >= 0) || double.IsInfinity(gamma)) yield return $"{name} must be at least 0 and finite. Received: {gamma}.";
        if (Margin is not (>= 0 and < 1)) yield return $"Margin must be at least 0 and below 1. Received: {Margin}.";
    }

    internal override string? ProblemFor(PredictionTask task) => task == PredictionTask.Multiclass
        ? "The asymmetric loss is defined for labels that are each yes or no, binary and multi-label tasks. Received: a multi-class task. Use the focal loss or cross-entropy."
        : base.ProblemFor(task);

    internal override Tensor OfClasses(Tensor logits, Tensor classes) => throw new NotSupportedException(ProblemFor(PredictionTask.Multiclass));

    private protected override Tensor OfPositives(Tensor logits) => Focused(logits, PositiveGamma);

    private protected override Tensor OfNegatives(Tensor logits)
    {
        if (Margin == 0) return Focused(-logits, NegativeGamma);
        // 1 - q is 1 - p + Margin, which the sigmoid of the opposite logit gives exactly and which is never 0.
        var shifted = logits.sigmoid() - Margin;
        var counts = shifted > LeastProbability;
        var q = where(counts, shifted, ones_like(shifted));
        var rest = ((-logits).sigmoid() + Margin).clamp_max(1);
        return where(counts, -q.pow(NegativeGamma) * rest.log(), zeros_like(shifted));
    }

    private static Tensor Focused(Tensor logits, double gamma) => -(nn.functional.logsigmoid(-logits) * gamma).exp() * nn.functional.logsigmoid(logits);
}
