namespace MlNetTL.Training.Schedules;

/// <summary>Falls suddenly where the validation figure has not improved for a while. The figure is that of <see cref="ImageTransferLearningTrainer.Options.Metric"/>; a stage that joins begins the count anew.</summary>
/// <param name="Factor">What the rate is multiplied by each time; above 0 and below 1.</param>
/// <param name="Patience">It falls after so many epochs in a row without improvement; at least 1. (PyTorch's <c>patience</c> is one less: it counts those that are borne.)</param>
/// <param name="MinimumImprovement">The least change of the figure that counts as an improvement; 0 or more.</param>
/// <param name="Cooldown">So many epochs after a fall, none is counted; 0 or more.</param>
/// <param name="MinimumFactor">The rate never falls below this share of its own; 0 to below 1.</param>
/// <param name="WarmupSteps">See <see cref="ScheduleOptions.WarmupSteps"/>.</param>
/// <param name="WarmupStartFactor">See <see cref="ScheduleOptions.WarmupStartFactor"/>.</param>
public sealed record PlateauSchedule(
    double Factor = 0.1, int Patience = 3, double MinimumImprovement = 0, int Cooldown = 0, double MinimumFactor = 0, int WarmupSteps = 0, double WarmupStartFactor = 0)
    : ScheduleOptions(WarmupSteps, WarmupStartFactor)
{
    internal override bool NeedsValidation => true;

    internal override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems()) yield return problem;
        if (FactorProblem(Factor) is { } factor) yield return factor;
        if (Patience < 1) yield return $"Patience of the schedule must be at least 1. Received: {Patience}.";
        if (!(MinimumImprovement >= 0) || double.IsInfinity(MinimumImprovement)) yield return $"MinimumImprovement of the schedule must be at least 0 and finite. Received: {MinimumImprovement}.";
        if (Cooldown < 0) yield return $"Cooldown must be at least 0. Received: {Cooldown}.";
        if (MinimumFactor is not (>= 0 and < 1)) yield return $"MinimumFactor must be at least 0 and below 1. Received: {MinimumFactor}.";
    }

    // What the plateaus did is not a function of the step: ScheduledRates knows it.
    private protected override double MainFactorAt(long step, ScheduleSpan span) => 1;
}
