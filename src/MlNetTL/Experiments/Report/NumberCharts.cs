using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>The charts of a predicted number.</summary>
internal static class NumberCharts
{
    // More dots than this are one blot, and a large file.
    private const int MostDots = 2000;
    private const int Bins = 21;

    /// <summary>Each image at its true and its predicted number. On the diagonal they are the same.</summary>
    public static Markup Scatter(EvaluationResult evaluation)
    {
        var points = Points(evaluation);
        if (points.Length == 0) return Markup.Of($"""<p class="empty">No image has both a known number and a score.</p>""");
        // One range for both, so that the diagonal is where they agree.
        var ends = points.SelectMany(point => new[] { point.Truth, point.Score }).ToArray();
        var name = evaluation.Names[0];
        var chart = new Chart($"Predicted and true {name}", ChartAxis.Around($"true {name}", ends), ChartAxis.Around($"predicted {name}", ends), 460, 440).Diagonal();
        var shown = points.Where((_, i) => i % (1 + (points.Length - 1) / MostDots) == 0).ToArray();
        foreach (var (truth, score) in shown) chart.Bubble(truth, score, 3, "c0", $"true {Figures.Number(truth, 2)}, predicted {Figures.Number(score, 2)}");
        var note = shown.Length < points.Length ? $"{Figures.Count(shown.Length)} of {Figures.Count(points.Length)} images. " : "";
        return Markup.Of($"""<figure class="narrow">{chart.Draw()}<figcaption>{note}On the dashed line both are the same.</figcaption></figure>""");
    }

    /// <summary>How often the prediction is off by how much.</summary>
    public static Markup Errors(EvaluationResult evaluation)
    {
        double[] errors = [.. Points(evaluation).Select(point => point.Score - point.Truth)];
        var most = errors.Select(Math.Abs).DefaultIfEmpty(0).Max();
        if (most == 0) return Markup.Of($"""<p class="empty">No prediction is off.</p>""");
        var width = 2 * most / Bins;
        var shares = new double[Bins];
        foreach (var error in errors) shares[Math.Min(Bins - 1, (int)((error + most) / width))] += 1.0 / errors.Length;
        var chart = new Chart($"Errors of {evaluation.Names[0]}", ChartAxis.Around("predicted less true", [-most, most]), ChartAxis.Around("share", [0, .. shares]), 460, 340);
        for (var bin = 0; bin < Bins; bin++)
            if (shares[bin] > 0) chart.Bar(bin * width - most, (bin + 1) * width - most, shares[bin], "c0", $"{Figures.Percent(shares[bin])}");
        return Markup.Of($"""<figure>{chart.Upright(0, "no error").Draw()}<figcaption>Left of 0 the prediction is too low.</figcaption></figure>""");
    }

    private static (double Truth, double Score)[] Points(EvaluationResult evaluation) =>
        [.. evaluation.Rows.Select(row => ((double)row.Truth[0], (double)row.Scores[0])).Where(point => double.IsFinite(point.Item1) && double.IsFinite(point.Item2))];
}
