namespace MlNetTL.Training.Schedules;

/// <summary>Falls along half a cosine, without restarts (Loshchilov and Hutter, 'SGDR', 2017, equation 5): after t of T steps, final + (1 - final) · (1 + cos(π t / T)) / 2.
/// T counts from the warm-up's end to the last epoch's, also where patience ends the fit before.</summary>
/// <param name="FinalFactor">The factor at the end; 0 to below 1.</param>
/// <param name="WarmupSteps">See <see cref="ScheduleOptions.WarmupSteps"/>.</param>
/// <param name="WarmupStartFactor">See <see cref="ScheduleOptions.WarmupStartFactor"/>.</param>
public sealed record CosineSchedule(double FinalFactor = 0, int WarmupSteps = 0, double WarmupStartFactor = 0) : ScheduleOptions(WarmupSteps, WarmupStartFactor)
{
    internal override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems()) yield return problem;
        if (FinalFactor is not (>= 0 and < 1)) yield return $"FinalFactor must be at least 0 and below 1. Received: {FinalFactor}.";
    }

    private protected override double MainFactorAt(long step, ScheduleSpan span)
    {
        var share = Math.Min(1, StepsAfterWarmup(step) / (double)Math.Max(1, span.TotalSteps - WarmupSteps));
        return FinalFactor + (1 - FinalFactor) * (1 + Math.Cos(Math.PI * share)) / 2;
    }
}
