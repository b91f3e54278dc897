using MlNetTL.Scoring;
using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>Focal loss (Lin et al., 'Focal loss for dense object detection', 2017, equations 4 and 5): -(1 - p)^Gamma · log p of the truth, so that what is right already hardly counts. Of
/// several classes, p is the softmax's probability of the true one.</summary>
/// <param name="Gamma">How fast what is right stops to count; 0 is cross-entropy. At least 0.</param>
/// <param name="Alpha">How much positives count; negatives count 1 - Alpha. In [0, 1]; null: both count 1. Of several classes there are class weights instead. The paper takes 0.25 with Gamma 2.</param>
public sealed record Focal(double Gamma = 2, double? Alpha = null) : LossOptions
{
    internal override IEnumerable<string> Problems()
    {
        if (!(Gamma >= 0) || double.IsInfinity(Gamma)) yield return $"Gamma must be at least 0 and finite. Received: {Gamma}.";
        if (Alpha is not (null or (>= 0 and <= 1))) yield return $"Alpha must be from 0 to 1, or null. Received: {Alpha}.";
    }

    internal override string? ProblemFor(PredictionTask task) => task == PredictionTask.Multiclass && Alpha is not null
        ? $"Alpha of the focal loss must be null for multi-class tasks, where no class is the positive one. Received: {Alpha}. Use ClassWeighting or ClassWeights."
        : base.ProblemFor(task);

    // 1 - p as the sum of the other classes: near p = 1, 1 - p itself would round to 0, where a power below 1 has no gradient.
    internal override Tensor OfClasses(Tensor logits, Tensor classes)
    {
        var logs = logits.log_softmax(1);
        var truth = classes.unsqueeze(1);
        var others = logs.scatter(1, truth, full_like(logs, double.NegativeInfinity)).logsumexp(1);
        return -(others * Gamma).exp() * logs.gather(1, truth).squeeze(1);
    }

    private protected override Tensor OfPositives(Tensor logits) => Modulated(logits, Alpha ?? 1);

    private protected override Tensor OfNegatives(Tensor logits) => Modulated(-logits, 1 - Alpha ?? 1);

    private Tensor Modulated(Tensor logits, double weight) => -weight * (nn.functional.logsigmoid(-logits) * Gamma).exp() * nn.functional.logsigmoid(logits);
}
