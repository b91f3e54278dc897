namespace MlNetTL.Training.Schedules;

/// <summary>What a <see cref="PlateauSchedule"/> knows between two epochs.</summary>
/// <param name="Factor">What the rates are multiplied by.</param>
/// <param name="Reference">The figure that an improvement is measured from.</param>
/// <param name="WithoutImprovement">Epochs since then that count.</param>
/// <param name="Cooling">Epochs that will not count.</param>
internal sealed record PlateauState(double Factor, double Reference, int WithoutImprovement, int Cooling)
{
    /// <summary>Before the first epoch.</summary>
    public static PlateauState Start { get; } = new(1, double.NegativeInfinity, 0, 0);

    /// <summary>The state after an epoch, by the rule of PyTorch's ReduceLROnPlateau for a figure of which more is better.</summary>
    public PlateauState After(double figure, PlateauSchedule settings)
    {
        var improved = figure > Reference + settings.MinimumImprovement;
        var count = improved || Cooling > 0 ? 0 : WithoutImprovement + 1;
        var state = new PlateauState(Factor, improved ? figure : Reference, count, Math.Max(0, Cooling - 1));
        return count < settings.Patience ? state : state with { Factor = Math.Max(Factor * settings.Factor, settings.MinimumFactor), WithoutImprovement = 0, Cooling = settings.Cooldown };
    }
}
