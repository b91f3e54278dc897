using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>The figure that a reader looks for, with its interval, and the few that belong beside it.</summary>
internal static class Headline
{
    public static Markup Of(EvaluationResult evaluation, RunResult result)
    {
        var (title, figure, beside) = evaluation.Kind switch
        {
            TaskKind.Binary => Binary(evaluation.Labels!.Labels[0]),
            TaskKind.MultiLabel => MultiLabel(evaluation.Labels!),
            TaskKind.Multiclass => Multiclass(evaluation.Classes!),
            TaskKind.Ordinal => Ordinal(evaluation.Classes!),
            TaskKind.Regression => Number(evaluation.Number!),
            _ => throw new NotSupportedException($"{nameof(Headline)} must have a figure of each kind of task. It lacks '{evaluation.Kind}'."),
        };
        var people = evaluation.Patients is { } patients ? $" of {Figures.Count(patients, "patient", "patients")}" : "";
        return Markup.Of($"""
            <section class="headline">
            <div class="main"><span>{title}</span><strong>{Figures.Number(figure)}</strong><span>{beside}</span>
            <span>on {Figures.Count(evaluation.Images, evaluation.Set + " image", evaluation.Set + " images")}{people}</span></div>
            <dl>{Tiles(evaluation, result).Select(tile => Markup.Of($"<div><dt>{tile.Name}</dt><dd>{tile.Value}</dd></div>"))}</dl>
            </section>
            """);
    }

    private static (string, double, string) Binary(LabelMetrics label) =>
        ($"AUC, {label.Name}", label.AreaUnderRocCurve,
            label.AreaUnderRocCurveInterval.IsKnown
                ? $"95 % interval {Figures.Interval(label.AreaUnderRocCurveInterval)}"
                : "no interval: too few images of a class");

    private static (string, double, string) MultiLabel(MultiLabelMetrics metrics)
    {
        var defined = metrics.Labels.Where(label => !double.IsNaN(label.AreaUnderRocCurve)).OrderBy(label => label.AreaUnderRocCurve).ToArray();
        var beside = defined.Length == 0 ? "no label has both classes"
            : defined.Length == 1 ? $"of {Describe(defined[0])}"
            : $"from {Describe(defined[0])} to {Describe(defined[^1])}";
        return ($"Mean AUC of {defined.Length} of {Figures.Count(metrics.Labels.Count, "label", "labels")}", metrics.MacroAreaUnderRocCurve, beside);
    }

    private static (string, double, string) Multiclass(ClassificationSummary summary)
    {
        var defined = summary.Classes.Where(c => !double.IsNaN(c.AreaUnderRocCurve)).OrderBy(c => c.AreaUnderRocCurve).ToArray();
        var beside = defined.Length == 0
            ? "no class can be told from the rest"
            : $"lowest: {Describe(defined[0].Name, defined[0].AreaUnderRocCurve, defined[0].AreaUnderRocCurveInterval)}";
        return ($"Mean AUC of {Figures.Count(summary.Classes.Count, "class", "classes")}, each against the rest", summary.MacroAreaUnderRocCurve, beside);
    }

    private static (string, double, string) Ordinal(ClassificationSummary summary) =>
        ($"Quadratic weighted kappa of {Figures.Count(summary.Classes.Count, "grade", "grades")}", summary.QuadraticWeightedKappa, Interval(summary.QuadraticWeightedKappaInterval));

    private static (string, double, string) Number(RegressionSummary summary) => ($"Mean absolute error, {summary.Name}", summary.MeanAbsoluteError, Interval(summary.MeanAbsoluteErrorInterval));

    private static string Interval(ConfidenceInterval interval) => interval.IsKnown ? $"95 % interval {Figures.Interval(interval)}" : "no interval: too few images, or all alike";

    private static string Describe(LabelMetrics label) => Describe(label.Name, label.AreaUnderRocCurve, label.AreaUnderRocCurveInterval);

    private static string Describe(string name, double area, ConfidenceInterval interval) =>
        $"{name} {Figures.Number(area)}{(interval.IsKnown ? $" ({Figures.Interval(interval)})" : "")}";

    private static IEnumerable<(string Name, string Value)> Tiles(EvaluationResult evaluation, RunResult result)
    {
        foreach (var tile in Measured(evaluation)) yield return tile;
        if (evaluation.Unscored > 0) yield return ("Unreadable", Figures.Count(evaluation.Unscored, "image", "images"));
        if (result.BestEpoch is { } best) yield return ("Kept epoch", $"{best + 1} of {result.History.Count}");
        yield return ("Network", result.Provenance.Weights is null ? $"{result.Provenance.Backbone}, from scratch" : $"{result.Provenance.Backbone}, pretrained");
        yield return ("Time", Figures.Duration(result.Seconds));
    }

    private static IEnumerable<(string Name, string Value)> Measured(EvaluationResult evaluation) => evaluation switch
    {
        { Kind: TaskKind.Binary, Labels.Labels: [var label, ..] } =>
        [
            ("Sensitivity", Figures.Percent(label.AtHalf.Sensitivity)), ("Specificity", Figures.Percent(label.AtHalf.Specificity)), ("Average precision", Figures.Number(label.AveragePrecision)),
        ],
        { Classes: { } classes } =>
        [
            ("Accuracy", Figures.Percent(classes.Accuracy)), ("Mean recall", Figures.Percent(classes.MacroAccuracy)),
            evaluation.Kind == TaskKind.Ordinal ? ("Mean AUC", Figures.Number(classes.MacroAreaUnderRocCurve))
                : evaluation.HasGrades ? ("Quadratic weighted kappa", Figures.Number(classes.QuadraticWeightedKappa)) : ("Cohen's kappa", Figures.Number(classes.CohenKappa)),
        ],
        { Number: { } number } => [("Root mean squared error", Figures.Number(number.RootMeanSquaredError)), ("R²", Figures.Number(number.RSquared))],
        { Labels: { } labels } => [("Mean average precision", Figures.Number(labels.MacroAveragePrecision)), ("Mean F1", Figures.Number(labels.MacroF1Score))],
        _ => [],
    };
}
