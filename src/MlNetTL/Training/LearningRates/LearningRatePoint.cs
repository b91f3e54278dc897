namespace MlNetTL.Training.LearningRates;

/// <summary>A step of a search.</summary>
/// <param name="LearningRate">The head's rate.</param>
/// <param name="Loss">The loss of the step's images.</param>
/// <param name="Smoothed">The average of the losses up to here, recent ones first (0.98 a step, as fastai smooths).</param>
public sealed record LearningRatePoint(double LearningRate, double Loss, double Smoothed);
