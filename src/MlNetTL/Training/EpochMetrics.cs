namespace MlNetTL.Training;

/// <summary>The figures of one epoch.</summary>
/// <param name="Phase">The stages that train: 'head', 'stage4+head', …, or 'all'.</param>
/// <param name="Epoch">1 for the first.</param>
/// <param name="LearningRate">The head's learning rate at the end of the epoch.</param>
/// <param name="TrainLoss">The mean loss of the epoch's batches, as seen while training (augmented, batch-norm and dropout in training, with the auxiliary head's share).</param>
/// <param name="ValidationLoss">The cross-entropy of the validation rows, with class weights where there are any, whatever loss is trained on, so that it can be compared between losses; null without rows.</param>
/// <param name="MetricName">The figure by which the best epoch is chosen: 'AUC', 'Accuracy' or 'Loss'.</param>
/// <param name="Metric">That figure on the validation rows; NaN where it is not defined; null without validation rows.</param>
/// <param name="IsBest">Whether this is the best epoch so far.</param>
/// <param name="Duration">Time for training and validation.</param>
/// <param name="ImagesPerSecond">Training images a second, validation not counted.</param>
public sealed record EpochMetrics(
    string Phase, int Epoch, double LearningRate, double TrainLoss, double? ValidationLoss, string MetricName, double? Metric, bool IsBest, TimeSpan Duration, double ImagesPerSecond)
{
    /// <summary>The head's learning rate at up to 20 evenly spaced steps of the epoch, from its first on; empty where it is the same throughout the fit.</summary>
    public IReadOnlyList<double> LearningRates { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(EpochMetrics? other) => other is not null && Values == other.Values && LearningRates.SequenceEqual(other.LearningRates);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.GetHashCode();

    private (string, int, double, double, double?, string, double?, bool, TimeSpan, double) Values =>
        (Phase, Epoch, LearningRate, TrainLoss, ValidationLoss, MetricName, Metric, IsBest, Duration, ImagesPerSecond);
}
