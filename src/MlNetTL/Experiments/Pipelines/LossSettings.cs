namespace MlNetTL.Experiments.Pipelines;

/// <summary>What is trained on. Validation reports cross-entropy whatever it is.</summary>
/// <param name="Name">crossEntropy (of several labels, of the known ones), smoothedCrossEntropy (Szegedy et al., 2016), focal (Lin et al., 2017), asymmetric (Ridnik et al., 2021; not for
/// multiclass), generalizedCrossEntropy (for noisy labels; Zhang and Sabuncu, 2018) or aucMargin (Yuan et al., 2021; not for multiclass).</param>
/// <param name="Smoothing">smoothedCrossEntropy only: the share of the target that is spread over all classes, at least 0 and below 1. Absent: 0.1.</param>
/// <param name="Gamma">focal only: how fast what is right stops to count, at least 0. Absent: 2.</param>
/// <param name="Alpha">focal only, not for multiclass: how much positives count, 0 to 1; negatives count 1 - alpha. Absent: both count 1.</param>
/// <param name="PositiveGamma">asymmetric only: the focusing of positives, at least 0. Absent: 0.</param>
/// <param name="NegativeGamma">asymmetric only: the focusing of negatives, at least 0. Absent: 4.</param>
/// <param name="Margin">asymmetric only: what is taken off the probability of negatives, at least 0 and below 1. Absent: 0.05.</param>
/// <param name="Q">generalizedCrossEntropy only: from cross-entropy (near 0) to the mean absolute error (1). Absent: 0.7.</param>
/// <param name="ScoreMargin">aucMargin only: by how much the mean score of positives should lie above that of negatives, above 0, at most 1. Absent: 1.</param>
/// <param name="VariableRate">aucMargin only: the learning rate of the loss's own variables, above 0, at most 0.5. Absent: 0.1.</param>
public sealed record LossSettings(
    LossKind Name = LossKind.CrossEntropy,
    double? Smoothing = null,
    double? Gamma = null,
    double? Alpha = null,
    double? PositiveGamma = null,
    double? NegativeGamma = null,
    double? Margin = null,
    double? Q = null,
    double? ScoreMargin = null,
    double? VariableRate = null)
{
    internal void Validate(TaskKind task, ProblemList problems)
    {
        foreach (var (name, value, owner, holds, range) in new (string, double?, LossKind, bool, string)[]
        {
            ("smoothing", Smoothing, LossKind.SmoothedCrossEntropy, Smoothing is null or (>= 0 and < 1), "must be at least 0 and below 1"),
            ("gamma", Gamma, LossKind.Focal, Gamma is null or (>= 0 and < double.PositiveInfinity), "must be at least 0"),
            ("alpha", Alpha, LossKind.Focal, Alpha is null or (>= 0 and <= 1), "must be from 0 to 1"),
            ("positiveGamma", PositiveGamma, LossKind.Asymmetric, PositiveGamma is null or (>= 0 and < double.PositiveInfinity), "must be at least 0"),
            ("negativeGamma", NegativeGamma, LossKind.Asymmetric, NegativeGamma is null or (>= 0 and < double.PositiveInfinity), "must be at least 0"),
            ("margin", Margin, LossKind.Asymmetric, Margin is null or (>= 0 and < 1), "must be at least 0 and below 1"),
            ("q", Q, LossKind.GeneralizedCrossEntropy, Q is null or (> 0 and <= 1), "must be above 0 and at most 1"),
            ("scoreMargin", ScoreMargin, LossKind.AucMargin, ScoreMargin is null or (> 0 and <= 1), "must be above 0 and at most 1"),
            ("variableRate", VariableRate, LossKind.AucMargin, VariableRate is null or (> 0 and <= 0.5), "must be above 0 and at most 0.5"),
        })
        {
            if (value is not null && Name != owner) problems.Require(false, $"training.loss.{name}", $"belongs to {char.ToLowerInvariant($"{owner}"[0])}{$"{owner}"[1..]} only", value);
            else problems.Require(holds, $"training.loss.{name}", range, value);
        }
        if (task != TaskKind.Multiclass) return;
        problems.Require(Name is not (LossKind.Asymmetric or LossKind.AucMargin), "training.loss.name", "must be another than asymmetric and aucMargin for a multiclass task: those losses are defined for labels that are each yes or no",
            Name == LossKind.Asymmetric ? "asymmetric" : "aucMargin");
        problems.Require(Alpha is null, "training.loss.alpha", "must be absent for a multiclass task, where no class is the positive one; 'training.classWeights' weighs classes", Alpha);
    }
}
