using MlNetTL.Scoring;
using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>What labels lose whose uncertain values are a class of their own (U-MultiClass): the loss of three classes, of which a soft target t is t times positive and 1 - t times negative.</summary>
internal static class UncertainClassLoss
{
    /// <summary>The loss of each label, [rows, labels]; 0 where it is unknown.</summary>
    /// <param name="outputs">[rows, 3 x labels], label by label.</param>
    /// <param name="labels">[rows, labels]: 0 to 1, -1 for uncertain, NaN for unknown.</param>
    /// <param name="positiveWeights">How much the positives of each label count; null for 1.</param>
    /// <param name="loss">The loss of classes.</param>
    public static Tensor Of(Tensor outputs, Tensor labels, Tensor? positiveWeights, LossOptions loss)
    {
        var classes = UncertainClass.ByLabel(outputs).reshape(-1, UncertainClass.Count);
        // Comparisons with NaN are false: an unknown label is of no class.
        var targets = where(labels >= 0, labels, zeros_like(labels));
        var negative = (1 - targets) * (labels >= 0);
        var positive = positiveWeights is null ? targets : targets * positiveWeights;
        return negative * Losing(UncertainClass.Negative) + positive * Losing(UncertainClass.Positive) + (labels < 0) * Losing(UncertainClass.Uncertain);

        Tensor Losing(int truth) => loss.OfClasses(classes, full([classes.shape[0]], truth, ScalarType.Int64, classes.device)).reshape(labels.shape);
    }
}
