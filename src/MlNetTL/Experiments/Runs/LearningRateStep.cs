namespace MlNetTL.Experiments.Runs;

/// <summary>A step of the search for a learning rate: a row of learning-rates.csv.</summary>
/// <param name="LearningRate">The rate.</param>
/// <param name="Loss">The loss of its images.</param>
/// <param name="SmoothedLoss">The average of the losses up to here, recent ones first.</param>
public sealed record LearningRateStep(double LearningRate, double Loss, double SmoothedLoss);
