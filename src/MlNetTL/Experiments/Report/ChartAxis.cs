using System.Globalization;

namespace MlNetTL.Experiments.Report;

/// <summary>The range of a chart in one direction, with round ticks.</summary>
internal sealed record ChartAxis(string Title, double Low, double High, double Step)
{
    /// <summary>0 to 1, for rates and probabilities.</summary>
    public static ChartAxis Unit(string title, double step = 0.2) => new(title, 0, 1, step);

    /// <summary>From 1 to the last epoch.</summary>
    public static ChartAxis Epochs(int count) => count <= 1
        ? new("epoch", 0, 2, 1)
        : new("epoch", 1, count, Math.Max(1, RoundStep((count - 1) / 8.0)));

    /// <summary>From 0 to the number of epochs.</summary>
    public static ChartAxis EpochsDone(int count) => new("epochs done", 0, count, Math.Max(1, RoundStep(count / 8.0)));

    /// <summary>A range with round ends around all numbers.</summary>
    public static ChartAxis Around(string title, IEnumerable<double> values)
    {
        var numbers = values.Where(double.IsFinite).ToArray();
        if (numbers.Length == 0) return Unit(title);
        var (low, high) = (numbers.Min(), numbers.Max());
        if (high - low < 1e-9) (low, high) = (low - 0.05 - Math.Abs(low) / 20, high + 0.05 + Math.Abs(high) / 20);
        var step = RoundStep((high - low) / 5);
        return new(title, Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step, step);
    }

    /// <summary>A range around numbers above 0 on which equal distances are equal ratios, with ticks at 1, 2 and 5 times powers of ten.</summary>
    public static ChartAxis Ratios(string title, IEnumerable<double> values)
    {
        var numbers = values.Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1).ToArray();
        // A tenth more on both sides, so that no point lies on the frame.
        return new(title, 1 / RoundStep(1.1 / numbers.Min()), RoundStep(1.1 * numbers.Max()), 0) { IsOfRatios = true };
    }

    /// <summary>Powers of ten around numbers above 0, at equal distances.</summary>
    public static ChartAxis Decades(string title, IEnumerable<double> values)
    {
        var powers = values.Select(Math.Log10).ToArray();
        return new(title, Math.Pow(10, Math.Floor(powers.Min() + 1e-9)), Math.Pow(10, Math.Ceiling(powers.Max() - 1e-9)), 0) { IsOfRatios = true, IsOfDecades = true };
    }

    /// <summary>Whether ticks are powers of ten.</summary>
    public bool IsOfDecades { get; private init; }

    /// <summary>Whether equal distances are equal ratios.</summary>
    public bool IsOfRatios { get; private init; }

    public IEnumerable<double> Ticks
    {
        get
        {
            if (IsOfRatios)
                for (var tick = Low; tick <= 1.001 * High; tick = IsOfDecades ? 10 * tick : RoundStep(1.1 * tick)) yield return tick;
            else
                for (var i = 0; Low + i * Step <= High + Step / 1000; i++) yield return Low + i * Step;
        }
    }

    /// <summary>Where a value lies: 0 at the low end, 1 at the high end.</summary>
    public double Share(double value) => IsOfRatios ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    public string Label(double tick) => IsOfDecades ? string.Create(CultureInfo.InvariantCulture, $"1e{Math.Round(Math.Log10(tick))}") : Math.Round(tick, 6).ToString("0.######", CultureInfo.InvariantCulture);

    // 1, 2 or 5 times a power of ten, at least the given step.
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * (step / power) switch { <= 1.0001 => 1, <= 2.0001 => 2, <= 5.0001 => 5, _ => 10 };
    }
}
