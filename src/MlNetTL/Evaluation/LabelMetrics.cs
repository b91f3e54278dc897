namespace MlNetTL.Evaluation;

/// <summary>How well one label is told, over the rows where it is known. Figures that the rows do not define (a class is absent) are NaN.</summary>
/// <param name="Name">The label.</param>
/// <param name="Positives">Rows where the label is 1.</param>
/// <param name="Negatives">Rows where the label is 0.</param>
/// <param name="Unknown">Scored rows left out because the label is NaN or smoothed (strictly between 0 and 1), so that there is no
/// truth to hold the score against, or because this label's score is NaN.</param>
/// <param name="AreaUnderRocCurve">The area under the ROC curve, ties as one half.</param>
/// <param name="AreaUnderRocCurveInterval">Its 95 % interval by DeLong's method. It treats rows as independent: with several images of a patient it is
/// too narrow.</param>
/// <param name="AveragePrecision">The area under the precision-recall curve, by steps.</param>
/// <param name="LogLoss">The mean negative log-likelihood, in nats.</param>
/// <param name="BrierScore">The mean squared error of the probabilities.</param>
/// <param name="AtHalf">The counts where a probability above 0.5 is called positive.</param>
public sealed record LabelMetrics(
    string Name,
    int Positives,
    int Negatives,
    int Unknown,
    double AreaUnderRocCurve,
    ConfidenceInterval AreaUnderRocCurveInterval,
    double AveragePrecision,
    double LogLoss,
    double BrierScore,
    ThresholdCounts AtHalf)
{
    /// <summary>The F1 score at 0.5.</summary>
    public double F1Score => AtHalf.F1Score;

    /// <summary>The accuracy at 0.5.</summary>
    public double Accuracy => AtHalf.Accuracy;

    internal static LabelMetrics Compute(string name, ReadOnlySpan<float> probabilities, ReadOnlySpan<bool> labels, int unknown)
    {
        var curve = RocCurve.From(probabilities, labels);
        return new(
            name, curve.Positives, curve.Negatives, unknown, curve.AreaUnderCurve, curve.Interval,
            BinaryMeasures.AveragePrecision(probabilities, labels), BinaryMeasures.LogLoss(probabilities, labels),
            BinaryMeasures.BrierScore(probabilities, labels), ThresholdCounts.At(probabilities, labels));
    }
}
