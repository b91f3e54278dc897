using static MlNetTL.Experiments.Pipelines.ScheduleKind;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>How the learning rate changes from step to step.</summary>
/// <param name="Name">flat; gradual: cosine or exponential; sudden: steps (at stated epochs) or plateau (where the validation metric stalls).</param>
/// <param name="WarmupSteps">Over so many first steps the rate rises evenly to its full height, before any schedule. 0: no warm-up.</param>
/// <param name="WarmupStartFactor">The share of the rate that the first step of a warm-up has, 0 to 1.</param>
/// <param name="FinalFactor">cosine only: the share of the rate that is left at the end, 0 to below 1. Absent: 0.</param>
/// <param name="Factor">exponential: what the rate is multiplied by over an epoch (absent: 0.9); steps and plateau: at each fall (absent: 0.1). Above 0 and below 1.</param>
/// <param name="Every">steps only: it falls after every so many epochs. Absent: 10, unless there are milestones.</param>
/// <param name="Milestones">steps only: the numbers of epochs after which it falls, as in [30, 60]; fractions fall within an epoch.</param>
/// <param name="Patience">plateau only: it falls after so many epochs in a row without improvement. Absent: 3.</param>
/// <param name="MinimumImprovement">plateau only: what the validation metric must gain to count as an improvement. Absent: 0.</param>
/// <param name="Cooldown">plateau only: so many epochs after a fall, none is counted. Absent: 0.</param>
/// <param name="MinimumFactor">plateau only: the share of the rate that it never falls below, 0 to below 1. Absent: 0.</param>
public sealed record ScheduleSettings(
    ScheduleKind Name = Flat,
    int WarmupSteps = 0,
    double WarmupStartFactor = 0,
    double? FinalFactor = null,
    double? Factor = null,
    int? Every = null,
    IReadOnlyList<double>? Milestones = null,
    int? Patience = null,
    double? MinimumImprovement = null,
    int? Cooldown = null,
    double? MinimumFactor = null)
{
    /// <param name="isNamed">Whether it is known which schedule it will be: a rule may yet choose it, and numbers of its own may be stated.</param>
    /// <param name="problems">Takes what does not hold.</param>
    internal void Validate(bool isNamed, ProblemList problems)
    {
        const string Path = "training.schedule";
        problems.RequireAtLeast(WarmupSteps, 0, $"{Path}.warmupSteps");
        problems.Require(WarmupStartFactor is >= 0 and <= 1, $"{Path}.warmupStartFactor", "must be at least 0 and at most 1", WarmupStartFactor);
        problems.Require(FinalFactor is null or (>= 0 and < 1), $"{Path}.finalFactor", "must be at least 0 and below 1", FinalFactor);
        problems.Require(Factor is null or (> 0 and < 1), $"{Path}.factor", "must lie above 0 and below 1", Factor);
        problems.Require(Every is null or >= 1, $"{Path}.every", "must be at least 1", Every);
        problems.Require(Every is null || Milestones is null, $"{Path}.every", "must be absent where 'milestones' is set", Every);
        problems.Require(Milestones is null || Milestones.Count > 0 && Milestones.All(epoch => epoch > 0 && double.IsFinite(epoch)) && Milestones.Zip(Milestones.Skip(1)).All(pair => pair.First < pair.Second),
            $"{Path}.milestones", "must be epochs above 0, each above the one before, at least one", Milestones is null ? null : $"[{string.Join(", ", Milestones)}]");
        problems.Require(Patience is null or >= 1, $"{Path}.patience", "must be at least 1", Patience);
        problems.Require(MinimumImprovement is null or (>= 0 and < double.PositiveInfinity), $"{Path}.minimumImprovement", "must be at least 0", MinimumImprovement);
        problems.Require(Cooldown is null or >= 0, $"{Path}.cooldown", "must be at least 0", Cooldown);
        problems.Require(MinimumFactor is null or (>= 0 and < 1), $"{Path}.minimumFactor", "must be at least 0 and below 1", MinimumFactor);
        if (!isNamed) return;
        problems.Require(WarmupStartFactor == 0 || WarmupSteps > 0, $"{Path}.warmupStartFactor", "belongs to a warm-up, of 'warmupSteps' above 0, only", WarmupStartFactor);
        foreach (var (name, value, owners) in new (string, object?, ScheduleKind[])[]
        {
            ("finalFactor", FinalFactor, [Cosine]), ("factor", Factor, [Exponential, Steps, Plateau]), ("every", Every, [Steps]), ("milestones", Milestones, [Steps]),
            ("patience", Patience, [Plateau]), ("minimumImprovement", MinimumImprovement, [Plateau]), ("cooldown", Cooldown, [Plateau]), ("minimumFactor", MinimumFactor, [Plateau]),
        })
            if (value is not null && !owners.Contains(Name))
                problems.Add($"{Path}.{name}", $"{Path}.{name} belongs to {string.Join(", ", owners.Select(owner => $"{owner}".ToLowerInvariant()))} only. Received: it, and the schedule {$"{Name}".ToLowerInvariant()}.");
    }
}
