namespace MlNetTL.Training.Schedules;

/// <summary>The schedule of one fit.</summary>
/// <param name="schedule">The settings.</param>
/// <param name="span">The fit.</param>
/// <param name="from">What an earlier fit knew of plateaus, where this one goes on from it; null from the start.</param>
internal sealed class ScheduledRates(ScheduleOptions schedule, ScheduleSpan span, PlateauState? from = null)
{
    private const int MostSamples = 20;

    /// <summary>What is known of plateaus; null where the schedule has none.</summary>
    public PlateauState? Plateau { get; private set; } = schedule is PlateauSchedule ? from ?? PlateauState.Start : null;

    /// <summary>What each group's rate is multiplied by in a step.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch of it, from 0.</param>
    public double FactorOf(int epoch, int batch) => schedule.FactorAt((long)(epoch - 1) * span.StepsPerEpoch + batch, span) * (Plateau?.Factor ?? 1);

    /// <summary>The factor of an epoch's last step.</summary>
    public double LastOf(int epoch) => FactorOf(epoch, span.StepsPerEpoch - 1);

    /// <summary>The factors of an epoch at up to 20 evenly spaced steps, from its first on.</summary>
    public IEnumerable<double> SamplesOf(int epoch)
    {
        var count = Math.Min(MostSamples, span.StepsPerEpoch);
        return Enumerable.Range(0, count).Select(sample => FactorOf(epoch, (int)((long)sample * span.StepsPerEpoch / count)));
    }

    /// <summary>Takes the validation figure of an epoch; higher is better.</summary>
    public void Take(double figure)
    {
        if (schedule is PlateauSchedule settings) Plateau = Plateau!.After(figure, settings);
    }

    /// <summary>Begins the count anew: more of the network trains now, and what stalled before may go on.</summary>
    public void Forget() => Plateau = Plateau is null ? null : Plateau with { WithoutImprovement = 0 };
}
