namespace MlNetTL.Training.Schedules;

/// <summary>The learning rate stays as it is, after the warm-up if there is one.</summary>
/// <param name="WarmupSteps">See <see cref="ScheduleOptions.WarmupSteps"/>.</param>
/// <param name="WarmupStartFactor">See <see cref="ScheduleOptions.WarmupStartFactor"/>.</param>
public sealed record FlatSchedule(int WarmupSteps = 0, double WarmupStartFactor = 0) : ScheduleOptions(WarmupSteps, WarmupStartFactor)
{
    private protected override double MainFactorAt(long step, ScheduleSpan span) => 1;
}
