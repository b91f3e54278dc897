using MlNetTL.Scoring;
using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>The AUC margin loss (Yuan et al., 'Large-scale robust deep AUC maximization', 2021), in its min-max form, with the score h = sigmoid(logit), the share p of positives and the trained scalars a, b
/// and α ≥ 0 of each label: a yes loses (1 - p)((h - a)² - 2αh), a no p((h - b)² + 2αh), and each 2αp(1 - p)m - p(1 - p)α². Over all rows, with the best a, b and α, that is p(1 - p) times the variance of the
/// positives' scores, plus that of the negatives', plus max(0, m - mean of positives + mean of negatives)²: positives are pulled above negatives until the margin is reached, whatever the share of positives.</summary>
/// <remarks>
/// Not the same on each batch alone: a small batch may have no positive, and its means are far from those of all rows; the min-max form is a sum over rows, and so right on average for batches of any
/// kind. The network descends with the optimiser of the fit, which takes the place of the paper's; a and b descend and α ascends, cut at 0, after each of its steps by <paramref name="VariableRate"/> (both
/// begin at 0, as in the authors' LibAUC). p is the share among the training rows as they are sampled. Several labels: the mean over labels. The authors advise to train with cross-entropy first; scores rank
/// well and are no probabilities.
/// </remarks>
/// <param name="ScoreMargin">m: by how much the mean score of positives should lie above that of negatives; above 0, at most 1.</param>
/// <param name="VariableRate">The learning rate of a, b and α; above 0, at most 0.5.</param>
public sealed record AucMargin(double ScoreMargin = 1, double VariableRate = 0.1) : LossOptions
{
    /// <summary>The scalars of a fit; without them all are 0, and half of the rows are positive.</summary>
    internal AucVariables? Variables { get; init; }

    internal override ILossVariables? TrainedVariables => Variables;

    internal override IEnumerable<string> Problems()
    {
        if (ScoreMargin is not (> 0 and <= 1)) yield return $"ScoreMargin must be above 0 and at most 1. Received: {ScoreMargin}.";
        if (VariableRate is not (> 0 and <= 0.5)) yield return $"VariableRate must be above 0 and at most 0.5. Received: {VariableRate}.";
    }

    internal override string? ProblemFor(PredictionTask task) => task is PredictionTask.Binary or PredictionTask.MultiLabel
        ? null
        : "The AUC margin loss is defined for labels that are each yes or no, binary and multi-label tasks. Received: a multi-class task. Use the focal loss or cross-entropy.";

    internal override LossOptions Begin(IReadOnlyList<float[]> labels, IReadOnlyList<double>? rowWeights, Device device) =>
        this with { Variables = new(PositiveShares.Of(labels, rowWeights), VariableRate, device) };

    internal override Tensor OfClasses(Tensor logits, Tensor classes) => throw new NotSupportedException(ProblemFor(PredictionTask.Multiclass));

    private protected override Tensor OfPositives(Tensor logits)
    {
        var (h, v) = (logits.sigmoid(), VariablesOf(logits));
        return (1 - v.Share) * ((h - v.A).square() - 2 * v.Alpha * h) + Constant(v);
    }

    private protected override Tensor OfNegatives(Tensor logits)
    {
        var (h, v) = (logits.sigmoid(), VariablesOf(logits));
        return v.Share * ((h - v.B).square() + 2 * v.Alpha * h) + Constant(v);
    }

    private Tensor Constant((Tensor Share, Tensor A, Tensor B, Tensor Alpha) v) => v.Share * (1 - v.Share) * (2 * ScoreMargin * v.Alpha - v.Alpha.square());

    private (Tensor Share, Tensor A, Tensor B, Tensor Alpha) VariablesOf(Tensor logits)
    {
        if (Variables is { } trained) return (trained.Share, trained.A, trained.B, trained.Alpha);
        var none = zeros(logits.shape[^1], device: logits.device);
        return (none + 0.5, none, none, none);
    }
}
