using MlNetTL.Scoring;
using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>A loss of numbers, for regression and for grades by cut points: how far a predicted number is from the true one, both in standard deviations of the training rows' numbers.</summary>
public abstract record NumberLoss : LossOptions
{
    internal override string? ProblemFor(PredictionTask task) => task == PredictionTask.Regression
        ? null
        : $"Loss must be one of labels or classes, such as CrossEntropy, where a label, a class or a grade by CORAL is predicted. Received: {GetType().Name}, which is of numbers. Leave Loss null for CrossEntropy.";

    internal sealed override Tensor OfClasses(Tensor logits, Tensor classes) => throw new NotSupportedException(ProblemFor(PredictionTask.Multiclass));

    private protected sealed override Tensor OfPositives(Tensor logits) => throw new NotSupportedException(ProblemFor(PredictionTask.Binary));
}
