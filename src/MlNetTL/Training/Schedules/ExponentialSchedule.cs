namespace MlNetTL.Training.Schedules;

/// <summary>Falls evenly in ratio: each epoch ends at <paramref name="Factor"/> times the rate that it began with, step by step. It begins after the warm-up.</summary>
/// <param name="Factor">The factor of an epoch; above 0 and below 1.</param>
/// <param name="WarmupSteps">See <see cref="ScheduleOptions.WarmupSteps"/>.</param>
/// <param name="WarmupStartFactor">See <see cref="ScheduleOptions.WarmupStartFactor"/>.</param>
public sealed record ExponentialSchedule(double Factor = 0.9, int WarmupSteps = 0, double WarmupStartFactor = 0) : ScheduleOptions(WarmupSteps, WarmupStartFactor)
{
    internal override IEnumerable<string> Problems() => FactorProblem(Factor) is { } problem ? base.Problems().Append(problem) : base.Problems();

    private protected override double MainFactorAt(long step, ScheduleSpan span) => Math.Pow(Factor, (double)StepsAfterWarmup(step) / span.StepsPerEpoch);
}
