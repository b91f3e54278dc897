namespace MlNetTL.Experiments.Runs;

/// <summary>The figures of a pipeline under several splits.</summary>
/// <param name="Name">The pipeline's name.</param>
/// <param name="Runs">The runs.</param>
/// <param name="Gaps">The first split against each other one.</param>
internal sealed record LeakageComparison(string Name, IReadOnlyList<LeakageFigure> Runs, IReadOnlyList<LeakageGap> Gaps)
{
    /// <summary>Compares runs, of which the first are under the loosest split.</summary>
    public static LeakageComparison Of(string name, IReadOnlyList<LeakageFigure> runs)
    {
        var units = runs.GroupBy(run => run.SplitBy).ToArray();
        return new(name, runs, [.. units.Skip(1).Select(unit => new LeakageGap(units[0].Key, unit.Key,
            units[0].Average(run => run.AreaUnderRocCurve) - unit.Average(run => run.AreaUnderRocCurve), units[0].Average(run => run.Accuracy) - unit.Average(run => run.Accuracy)))]);
    }
}
