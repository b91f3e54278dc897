using MlNetTL.Scoring;
using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>What a network is trained to make small, from logits and labels: a row of <see cref="LossTable"/> with its numbers.</summary>
/// <remarks>A yes or no with target t, where values between 0 and 1 are soft, loses t times what a positive loses and 1 - t times what a negative loses. A label that is not known (NaN) loses nothing.
/// Class weights multiply what a row or a positive loses. All is computed from logits, so that extreme ones stay finite.</remarks>
public abstract record LossOptions
{
    /// <summary>What does not hold, a sentence each.</summary>
    internal virtual IEnumerable<string> Problems() => [];

    /// <summary>Why a task cannot be trained on it; null where it can.</summary>
    internal virtual string? ProblemFor(PredictionTask task) => null;

    /// <summary>The loss with all that it needs for a fit: itself, unless it trains something beside the network or needs to know the rows.</summary>
    /// <param name="labels">The labels of the training rows.</param>
    /// <param name="rowWeights">How often each row is drawn, up to a factor; null: all alike.</param>
    /// <param name="device">Where the fit runs.</param>
    internal virtual LossOptions Begin(IReadOnlyList<float[]> labels, IReadOnlyList<double>? rowWeights, Device device) => this;

    /// <summary>What it trains beside the network in a fit; null for nothing.</summary>
    internal virtual ILossVariables? TrainedVariables => null;

    /// <summary>What each yes or no loses, in the shape of its logits.</summary>
    /// <param name="logits">Logits; the probability is their sigmoid.</param>
    /// <param name="targets">0 to 1, none missing.</param>
    /// <param name="positiveWeights">How much the positives of each label count; null for 1.</param>
    internal virtual Tensor OfLabels(Tensor logits, Tensor targets, Tensor? positiveWeights)
    {
        var positive = targets * OfPositives(logits);
        return (positiveWeights is null ? positive : positive * positiveWeights) + (1 - targets) * OfNegatives(logits);
    }

    /// <summary>What each row loses: [rows].</summary>
    /// <param name="logits">[rows, classes]; the probabilities are their softmax.</param>
    /// <param name="classes">The true class of each row, Int64.</param>
    internal abstract Tensor OfClasses(Tensor logits, Tensor classes);

    /// <summary>What each logit loses where the answer is yes.</summary>
    private protected abstract Tensor OfPositives(Tensor logits);

    /// <summary>What each logit loses where the answer is no. By the symmetry of the sigmoid, the loss of a yes at the opposite logit, unless a loss says otherwise.</summary>
    private protected virtual Tensor OfNegatives(Tensor logits) => OfPositives(-logits);

    /// <summary>The logarithm of the probability of the true class: [rows].</summary>
    private protected static Tensor LogOfTrue(Tensor logits, Tensor classes) => logits.log_softmax(1).gather(1, classes.unsqueeze(1)).squeeze(1);
}
