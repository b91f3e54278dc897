namespace MlNetTL.Training.Schedules;

/// <summary>The schedule of one fit.</summary>
/// <param name="schedule">The settings.</param>
/// <param name="span">The fit.</param>
/// <param name="from">What an earlier fit knew of plateaus, where this one goes on from it; null from the start.</param>
/// <param name="starts">The first epochs of the stretches over which the schedule runs once, the first of them 1; null for one stretch.</param>
internal sealed class ScheduledRates(ScheduleOptions schedule, ScheduleSpan span, PlateauState? from = null, IReadOnlyList<int>? starts = null)
{
    private const int MostSamples = 20;

    private readonly IReadOnlyList<int> _starts = starts ?? [1];

    /// <summary>What is known of plateaus; null where the schedule has none.</summary>
    public PlateauState? Plateau { get; private set; } = schedule is PlateauSchedule ? from ?? PlateauState.Start : null;

    /// <summary>The steps of the shortest stretch.</summary>
    public long ShortestSteps => _starts.Min(start => SpanFrom(start).TotalSteps);

    /// <summary>What each group's rate is multiplied by in a step.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch of it, from 0.</param>
    public double FactorOf(int epoch, int batch)
    {
        var start = _starts.Last(first => first <= epoch);
        return schedule.FactorAt(StepsBefore(epoch) - StepsBefore(start) + batch, SpanFrom(start)) * (Plateau?.Factor ?? 1);
    }

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

    /// <summary>Begins a phase: where the schedule starts with it, all is as at first; else the count of stalled epochs is anew, since what stalled before may go on.</summary>
    /// <param name="epoch">Its first epoch.</param>
    /// <param name="startsAnew">Whether its figures are not to be held against those before it.</param>
    public void BeginPhase(int epoch, bool startsAnew = false)
    {
        if (Plateau is not null)
            Plateau = _starts.Contains(epoch) ? PlateauState.Start : Plateau with { WithoutImprovement = 0, Reference = startsAnew ? PlateauState.Start.Reference : Plateau.Reference };
    }

    private ScheduleSpan SpanFrom(int start)
    {
        var next = _starts.FirstOrDefault(later => later > start);
        return span with { TotalSteps = (next == 0 ? span.TotalSteps : StepsBefore(next)) - StepsBefore(start) };
    }

    private long StepsBefore(int epoch) => (long)(epoch - 1) * span.StepsPerEpoch;
}
