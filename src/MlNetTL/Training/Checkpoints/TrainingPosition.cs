using MlNetTL.Training.Schedules;

namespace MlNetTL.Training.Checkpoints;

/// <summary>Where a fit stands between two steps: what it needs to go on beside the tensors.</summary>
/// <param name="Epoch">The epoch at hand, from 1.</param>
/// <param name="Batches">The batches of it that are done; 0 between two epochs.</param>
/// <param name="LossSum">The sum of their losses, each times its images.</param>
/// <param name="Images">Their images.</param>
/// <param name="Seconds">The time that the epoch took so far.</param>
/// <param name="History">The epochs before.</param>
/// <param name="Stopping">What is known of the best epoch and of the stall.</param>
/// <param name="Metric">The figure by which the best epoch is chosen, which may have given way to the loss.</param>
/// <param name="IsFinished">Whether training has come to its end.</param>
/// <param name="Plateau">What the schedule knows of plateaus; null where it has none.</param>
/// <param name="Precision">What the fit computes in, where that is chosen by now.</param>
/// <param name="PrecisionReason">What was measured for it, a sentence; null where it was named, and in checkpoints from before this was kept.</param>
internal sealed record TrainingPosition(
    int Epoch, int Batches, double LossSum, int Images, double Seconds, IReadOnlyList<EpochMetrics> History, StoppingState Stopping, ValidationMetric Metric, bool IsFinished,
    PlateauState? Plateau = null, TrainingPrecision? Precision = null, string? PrecisionReason = null)
{
    /// <summary>Before the first step.</summary>
    public static TrainingPosition Start(ValidationMetric metric) => new(1, 0, 0, 0, 0, [], StoppingState.Start, metric, IsFinished: false);
}

/// <summary>What <see cref="Stopping"/> knows.</summary>
/// <param name="Best">The best figure.</param>
/// <param name="BestLoss">Its loss.</param>
/// <param name="Reference">The figure that an improvement is measured from.</param>
/// <param name="WithoutImprovement">Epochs since then.</param>
internal sealed record StoppingState(double Best, double BestLoss, double Reference, int WithoutImprovement)
{
    /// <summary>Before the first epoch.</summary>
    public static StoppingState Start { get; } = new(double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity, 0);
}
