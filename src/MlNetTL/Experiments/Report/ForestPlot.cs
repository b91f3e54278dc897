using MlNetTL.Evaluation;

namespace MlNetTL.Experiments.Report;

/// <summary>The area under the ROC curve of each label with its interval on one scale, so that it is seen which labels differ by more than chance.</summary>
/// <remarks>Made of HTML boxes and not of SVG, because long names must wrap.</remarks>
internal static class ForestPlot
{
    public static Markup Of(IReadOnlyList<LabelMetrics> labels)
    {
        var defined = labels.Where(label => !double.IsNaN(label.AreaUnderRocCurve)).OrderByDescending(label => label.AreaUnderRocCurve).ToArray();
        if (defined.Length == 0) return Markup.Empty;
        var lowest = defined.Min(label => label.AreaUnderRocCurveInterval.IsKnown ? label.AreaUnderRocCurveInterval.Low : label.AreaUnderRocCurve);
        var left = Math.Min(0.5, Math.Floor(lowest * 10) / 10);
        double Place(double area) => 100 * (area - left) / (1 - left);
        return Markup.Of($"""
            <figure class="forest">
            {defined.Select(label => Row(label, Place))}
            <div><span></span><span class="scale">{new[] { left, (left + 1) / 2, 1 }.Select(area => Tick(area, Place))}</span><span></span></div>
            <figcaption>AUC and its 95 % interval.</figcaption>
            </figure>
            """);
    }

    private static Markup Tick(double area, Func<double, double> place) => Markup.Of($"""<em style="left:{place(area)}%">{Figures.Number(area, 2)}</em>""");

    private static Markup Row(LabelMetrics label, Func<double, double> place)
    {
        var interval = label.AreaUnderRocCurveInterval;
        var whisker = !interval.IsKnown ? Markup.Empty
            : Markup.Of($"""<i style="left:{place(interval.Low)}%;width:{place(interval.High) - place(interval.Low)}%"></i>""");
        var dot = Markup.Of($"""<b style="left:{place(label.AreaUnderRocCurve)}%"></b>""");
        return Markup.Of($"""
            <div><span>{label.Name}</span><span class="track">{whisker}{dot}</span><span>{Figures.Number(label.AreaUnderRocCurve)}</span></div>
            """);
    }
}
