namespace MlNetTL.Training.LearningRates;

/// <summary>How a learning rate is looked for; the defaults are fastai's <c>lr_find</c>.</summary>
/// <param name="Lowest">The first step's rate; above 0.</param>
/// <param name="Highest">The rate that the steps rise to, evenly in ratio; above <paramref name="Lowest"/>.</param>
/// <param name="Steps">The most steps; at least 20. Fewer are taken where the loss has grown to four times its least.</param>
/// <param name="Phase">The phase of the fit whose stages train, from 1.</param>
public sealed record LearningRateSearch(double Lowest = 1e-7, double Highest = 10, int Steps = 100, int Phase = 1)
{
    private const int FewestSteps = 20;

    /// <summary>The rate of a step, from 0.</summary>
    internal double RateOf(int step) => Lowest * Math.Pow(Highest / Lowest, (double)step / Steps);

    /// <summary>Throws one error that names every setting that does not hold.</summary>
    internal void Validate(int phases)
    {
        var problems = Problems(phases).ToList();
        if (problems.Count > 0) throw new ArgumentException(string.Join(Environment.NewLine, problems));
    }

    private IEnumerable<string> Problems(int phases)
    {
        if (!(Lowest > 0) || double.IsInfinity(Lowest)) yield return $"Lowest must be above 0 and finite. Received: {Lowest}.";
        if (!(Highest > Lowest) || double.IsInfinity(Highest)) yield return $"Highest must be above Lowest, {Lowest}, and finite. Received: {Highest}.";
        if (Steps < FewestSteps) yield return $"Steps must be at least {FewestSteps}. Received: {Steps}.";
        if (Phase < 1 || Phase > phases) yield return $"Phase must be one of the fit's, 1 to {phases}. Received: {Phase}.";
    }
}
