using System.Globalization;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>The learning rate of each step, where it is not the same throughout.</summary>
internal static class LearningRateChart
{
    public static Markup Of(IReadOnlyList<EpochRecord> history)
    {
        var points = history.SelectMany((epoch, n) => epoch.LearningRates.Select((rate, i) => (X: n + (double)i / epoch.LearningRates.Count, Y: rate))).ToList();
        if (points.Count == 0) return Markup.Empty;
        points.Add((history.Count, history[^1].LearningRate));
        var highest = points.Max(point => point.Y);
        // 0.00003 on an axis is hard to read: the power of ten goes into the title.
        var power = highest > 0 ? (int)Math.Floor(Math.Log10(highest)) : 0;
        var unit = power is 0 or -1 ? 0 : power;
        var title = unit == 0 ? "learning rate" : string.Create(CultureInfo.InvariantCulture, $"learning rate, times 1e{unit}");
        var scaled = points.Select(point => (point.X, point.Y / Math.Pow(10, unit))).ToArray();
        var chart = new Chart("Learning rate over the steps", ChartAxis.EpochsDone(history.Count), ChartAxis.Around(title, [0, .. scaled.Select(point => point.Item2)]));
        for (var i = 1; i < history.Count; i++)
            if (history[i].Phase != history[i - 1].Phase) chart.Upright(i, $"{history[i].Phase} from here");
        chart.Line(new("learning rate", scaled, 0));
        return Markup.Of($"""<figure><h3>Learning rate{(history.Any(epoch => epoch.Phase != "head") ? " of the head" : "")}</h3>{chart.Draw()}</figure>""");
    }
}
