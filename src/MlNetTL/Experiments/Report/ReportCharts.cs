using MlNetTL.Evaluation;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>The charts of the report.</summary>
internal static class ReportCharts
{
    // More curves than this in one frame cannot be told apart: each gets a frame of its own.
    public const int MostInOneFrame = 5;
    private const int ScoreBins = 20, ReliabilityBins = 10;

    public static Markup Training(IReadOnlyList<EpochRecord> history, int? best, string lossUnit)
    {
        var loss = Curve("Loss", lossUnit, history, best, ("training", e => e.TrainLoss), ("validation", e => e.ValidationLoss));
        var metric = history[^1].MetricName;
        return Markup.Of($"""<div class="pair">{loss}{Curve($"Validation {metric}", metric, history, best, ("validation", e => e.Metric))}{LearningRateChart.Of(history)}</div>""");
    }

    /// <summary>One frame for a few curves, small multiples for many.</summary>
    public static Markup Roc(IReadOnlyList<ReportCurves> labels)
    {
        var drawable = labels.Where(label => label.Roc.Points.Count > 0).ToArray();
        if (drawable.Length == 0) return Markup.Of($"""<p class="empty">No label has both positives and negatives, so there is no curve to draw.</p>""");
        if (drawable.Length <= MostInOneFrame)
        {
            var chart = RocFrame("ROC curves", 460, 440).Diagonal();
            var series = drawable.Select((label, i) => new ChartSeries($"{label.Name}, AUC {Figures.Number(label.Roc.AreaUnderCurve)}", Points(label), i)).ToArray();
            foreach (var line in series) chart.Line(line);
            return Markup.Of($"""<figure class="narrow">{chart.Draw()}{Legend(series)}</figure>""");
        }
        return Small(drawable, label => RocFrame($"ROC curve of {label.Name}", 280, 270).Diagonal().Line(new("", Points(label), 0)),
            label => $"AUC {Figures.Number(label.Roc.AreaUnderCurve)} ({Figures.Interval(label.Roc.Interval)})");
    }

    /// <summary>How the scores of positives and negatives spread: each as a share of its class, so that a rare class is seen.</summary>
    public static Markup Scores(IReadOnlyList<ReportCurves> labels) =>
        Small([.. labels.Where(label => label.Scores.Length > 0)], label =>
        {
            var shares = new[] { false, true }.Select(truth => Shares(label, truth)).ToArray();
            var chart = Frame($"Scores of {label.Name}", ChartAxis.Unit("score", 0.5), ChartAxis.Around("share", [0, .. shares.SelectMany(s => s)]), labels.Count);
            for (var side = 0; side < 2; side++)
                for (var bin = 0; bin < ScoreBins; bin++)
                    if (shares[side][bin] > 0)
                        chart.Bar((double)bin / ScoreBins, (bin + 1.0) / ScoreBins, shares[side][bin], side == 0 ? "c0" : "c1",
                            $"{(side == 0 ? "negatives" : "positives")}: {Figures.Percent(shares[side][bin])}");
            return chart;
        }, label => $"{Figures.Count(label.Roc.Negatives, "negative", "negatives")}, {Figures.Count(label.Roc.Positives, "positive", "positives")}");

    /// <summary>The share of positives among images of like score. On the diagonal a score of 0.7 means that 7 of 10 are positive.</summary>
    public static Markup Reliability(IReadOnlyList<ReportCurves> labels) =>
        Small([.. labels.Where(label => label.Scores.Length > 0)], label =>
        {
            var chart = Frame($"Reliability of {label.Name}", ChartAxis.Unit("mean score", 0.5), ChartAxis.Unit("share positive", 0.5), labels.Count).Diagonal();
            foreach (var bin in Enumerable.Range(0, label.Scores.Length).GroupBy(i => Math.Min(ReliabilityBins - 1, (int)(label.Scores[i] * ReliabilityBins))))
            {
                var (score, share, count) = (bin.Average(i => label.Scores[i]), bin.Average(i => label.Truths[i] ? 1.0 : 0), bin.Count());
                chart.Bubble(score, share, 3 + 9 * Math.Sqrt((double)count / label.Scores.Length), "c0",
                    $"{Figures.Count(count, "image", "images")}: mean score {Figures.Number(score, 2)}, {Figures.Percent(share)} positive");
            }
            return chart;
        }, label => $"Brier score {Figures.Number(BinaryMeasures.BrierScore(label.Scores, label.Truths))}");

    public static Markup Legend(IEnumerable<ChartSeries> series) => Markup.Of($"""
        <figcaption class="legend">{series.Select(Key)}</figcaption>
        """);

    private static Markup Key(ChartSeries series) => Markup.Of($"""
        <span><svg viewBox="0 0 24 8" aria-hidden="true"><line class="line {series.Class}" x1="1" y1="4" x2="23" y2="4"/></svg>{series.Name}</span>
        """);

    private static Markup Curve(
        string title, string unit, IReadOnlyList<EpochRecord> history, int? best, params (string Name, Func<EpochRecord, double> Value)[] lines)
    {
        var series = lines.Select((line, i) => new ChartSeries(line.Name, [.. history.Select((epoch, n) => (n + 1.0, line.Value(epoch)))], i, Dots: history.Count <= 40))
            .Where(line => line.Points.Any(point => double.IsFinite(point.Y))).ToArray();
        if (series.Length == 0) return Markup.Empty;
        var height = ChartAxis.Around(unit, series.SelectMany(line => line.Points).Select(point => point.Y));
        var chart = new Chart($"{title} over the epochs", ChartAxis.Epochs(history.Count), height);
        for (var i = 1; i < history.Count; i++)
            if (history[i].Phase != history[i - 1].Phase) chart.Upright(i + 0.5, $"{history[i].Phase} from here");
        if (best is { } b && history.Count > 1) chart.Upright(b + 1, "kept");
        foreach (var line in series) chart.Line(line);
        return Markup.Of($"""<figure><h3>{title}</h3>{chart.Draw()}{(series.Length > 1 ? Legend(series) : Markup.Empty)}</figure>""");
    }

    private static Markup Small(IReadOnlyList<ReportCurves> labels, Func<ReportCurves, Chart> chart, Func<ReportCurves, string> caption)
    {
        // One chart stands under its section's title and needs none of its own.
        Markup Title(ReportCurves label) => labels.Count == 1 ? Markup.Empty : Markup.Of($"<h4>{label.Name}</h4>");
        return Markup.Of($"""
            <div class="{(labels.Count == 1 ? "single" : "multiples")}">
            {labels.Select(label => Markup.Of($"<figure>{Title(label)}{chart(label).Draw()}<figcaption>{caption(label)}</figcaption></figure>"))}
            </div>
            """);
    }

    private static Chart Frame(string description, ChartAxis x, ChartAxis y, int charts) =>
        charts == 1 ? new(description, x, y, 460, 340) : new(description, x, y, 280, 250);

    private static Chart RocFrame(string description, int width, int height)
    {
        var step = width < 300 ? 0.5 : 0.2;
        return new(description, ChartAxis.Unit("1 - specificity", step), ChartAxis.Unit("sensitivity", step), width, height);
    }

    private static (double X, double Y)[] Points(ReportCurves label) => [.. label.Roc.Points.Select(point => (point.FalsePositiveRate, point.TruePositiveRate))];

    private static double[] Shares(ReportCurves label, bool truth)
    {
        var shares = new double[ScoreBins];
        var count = label.Truths.Count(t => t == truth);
        for (var i = 0; i < label.Scores.Length; i++)
            if (label.Truths[i] == truth) shares[Math.Clamp((int)(label.Scores[i] * ScoreBins), 0, ScoreBins - 1)] += 1.0 / count;
        return shares;
    }
}
