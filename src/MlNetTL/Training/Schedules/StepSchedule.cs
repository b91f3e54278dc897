using System.Globalization;

namespace MlNetTL.Training.Schedules;

/// <summary>Falls suddenly, at stated epochs. They count from the start of the fit, warm-up included.</summary>
/// <param name="Factor">What the rate is multiplied by each time; above 0 and below 1.</param>
/// <param name="Every">It falls after every so many epochs, unless there are <paramref name="Milestones"/>; at least 1.</param>
/// <param name="Milestones">The numbers of epochs after which it falls, each above the one before; fractions fall within an epoch, at the nearest step. Null or empty: by <paramref name="Every"/>.</param>
/// <param name="WarmupSteps">See <see cref="ScheduleOptions.WarmupSteps"/>.</param>
/// <param name="WarmupStartFactor">See <see cref="ScheduleOptions.WarmupStartFactor"/>.</param>
public sealed record StepSchedule(double Factor = 0.1, int Every = 10, IReadOnlyList<double>? Milestones = null, int WarmupSteps = 0, double WarmupStartFactor = 0)
    : ScheduleOptions(WarmupSteps, WarmupStartFactor)
{
    /// <summary>The numbers of epochs after which it falls; empty where it falls by <see cref="Every"/>.</summary>
    public IReadOnlyList<double> Milestones { get; init; } = Milestones ?? [];

    /// <inheritdoc/>
    public bool Equals(StepSchedule? other) => base.Equals(other) && (Factor, Every) == (other.Factor, other.Every) && Milestones.SequenceEqual(other.Milestones);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Factor, Every, Milestones.Count);

    /// <summary>All numbers, the milestones too: a checkpoint knows its fit by them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"StepSchedule {{ WarmupSteps = {WarmupSteps}, WarmupStartFactor = {WarmupStartFactor}, Factor = {Factor}, Every = {Every}, Milestones = [{string.Join(", ", Milestones.Select(epoch => epoch.ToString("R", CultureInfo.InvariantCulture)))}] }}");

    internal override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems()) yield return problem;
        if (FactorProblem(Factor) is { } factor) yield return factor;
        if (Every < 1) yield return $"Every must be at least 1. Received: {Every}.";
        if (!AreMilestones(Milestones)) yield return $"Milestones must be above 0 and finite, each above the one before. Received: {string.Join(", ", Milestones)}.";
    }

    /// <summary>Whether numbers can be milestones.</summary>
    internal static bool AreMilestones(IReadOnlyList<double> epochs) => epochs.All(epoch => epoch > 0 && double.IsFinite(epoch)) && epochs.Zip(epochs.Skip(1)).All(pair => pair.First < pair.Second);

    internal override string? IdleReason(int epochs)
    {
        var first = Milestones.Count > 0 ? Milestones[0] : Every;
        return first < epochs ? null : string.Create(CultureInfo.InvariantCulture, $"it falls after {first} epochs for the first time, and there are {epochs}");
    }

    private protected override double MainFactorAt(long step, ScheduleSpan span) => Math.Pow(Factor, Milestones.Count > 0
        ? Milestones.Count(epoch => step >= Math.Round(epoch * span.StepsPerEpoch))
        : step / ((long)Every * span.StepsPerEpoch));
}
