namespace MlNetTL.Experiments.Runs;

/// <summary>What one pass over the training images gave: a row of history.csv and a point of the report's curves.</summary>
/// <param name="Phase">The part of the training, as in head or all.</param>
/// <param name="Epoch">The epoch within the phase, from 1.</param>
/// <param name="LearningRate">The learning rate at the end of the epoch.</param>
/// <param name="TrainLoss">The mean loss over the training images, augmented, while the weights moved.</param>
/// <param name="ValidationLoss">The mean loss over the validation images after the epoch; NaN without them.</param>
/// <param name="MetricName">What <paramref name="Metric"/> is, as in AUC.</param>
/// <param name="Metric">The validation metric; NaN where undefined.</param>
/// <param name="Seconds">How long the epoch took, its validation included.</param>
/// <param name="ImagesPerSecond">Training images a second, validation left out.</param>
/// <param name="LearningRates">The learning rate at evenly spaced steps of the epoch, from its first on; empty where it is the same throughout the run.</param>
public sealed record EpochRecord(
    string Phase,
    int Epoch,
    double LearningRate,
    double TrainLoss,
    double ValidationLoss,
    string MetricName,
    double Metric,
    double Seconds,
    double ImagesPerSecond,
    IReadOnlyList<double>? LearningRates = null)
{
    /// <summary>The learning rate at evenly spaced steps of the epoch, from its first on; empty where it is the same throughout the run.</summary>
    public IReadOnlyList<double> LearningRates { get; init; } = LearningRates ?? [];

    /// <inheritdoc/>
    public bool Equals(EpochRecord? other) => other is not null && Values == other.Values && LearningRates.SequenceEqual(other.LearningRates);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.GetHashCode();

    private (string, int, double, double, double, string, double, double, double) Values =>
        (Phase, Epoch, LearningRate, TrainLoss, ValidationLoss, MetricName, Metric, Seconds, ImagesPerSecond);
}
