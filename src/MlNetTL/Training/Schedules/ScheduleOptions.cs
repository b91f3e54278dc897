namespace MlNetTL.Training.Schedules;

/// <summary>How learning rates change from step to step: each group's own rate times a factor, which is a linear warm-up's times the schedule's.</summary>
/// <param name="WarmupSteps">Over so many first steps the factor rises evenly from <paramref name="WarmupStartFactor"/> to 1 (Goyal et al., 'Accurate, large minibatch SGD', 2017, section 2.2). 0: no warm-up.</param>
/// <param name="WarmupStartFactor">The factor of the first step, where there is a warm-up; 0 to 1.</param>
public abstract record ScheduleOptions(int WarmupSteps, double WarmupStartFactor)
{
    /// <summary>Whether it follows the validation figure.</summary>
    internal virtual bool NeedsValidation => false;

    /// <summary>What does not hold, a sentence each.</summary>
    internal virtual IEnumerable<string> Problems()
    {
        if (WarmupSteps < 0) yield return $"WarmupSteps must be at least 0. Received: {WarmupSteps}.";
        if (WarmupStartFactor is not (>= 0 and <= 1)) yield return $"WarmupStartFactor must be at least 0 and at most 1. Received: {WarmupStartFactor}.";
    }

    /// <summary>Why the rate stays as it is over a fit of so many epochs, where it should not; null where it changes.</summary>
    internal virtual string? IdleReason(int epochs) => null;

    /// <summary>The factor of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="span">The fit.</param>
    internal double FactorAt(long step, ScheduleSpan span) => WarmupAt(step) * MainFactorAt(step, span);

    /// <summary>The factor of a step, the warm-up left out.</summary>
    private protected abstract double MainFactorAt(long step, ScheduleSpan span);

    /// <summary>The steps since the warm-up's end; 0 before it.</summary>
    private protected long StepsAfterWarmup(long step) => Math.Max(0, step - WarmupSteps);

    private double WarmupAt(long step) => step >= WarmupSteps ? 1 : WarmupStartFactor + (1 - WarmupStartFactor) * step / WarmupSteps;

    private protected static string? FactorProblem(double factor) => factor is > 0 and < 1 ? null : $"Factor must be above 0 and below 1. Received: {factor}.";
}
