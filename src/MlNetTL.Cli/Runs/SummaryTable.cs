using MlNetTL.Evaluation;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using Spectre.Console;

namespace MlNetTL.Cli.Runs;

/// <summary>The figures of a set of images as a table for the terminal.</summary>
internal static class SummaryTable
{
    public static void Write(IAnsiConsole console, EvaluationResult evaluation)
    {
        var patients = evaluation.Patients is { } count ? $" of {Figures.Count(count, "patient", "patients")}" : "";
        Write(console, $"{Figures.Count(evaluation.Images, $"{evaluation.Set} image", $"{evaluation.Set} images")}{patients}", "Images", evaluation.Labels, evaluation.Classes);
        if (evaluation.Studies is { } studies)
            Write(console, $"{Figures.Count(studies.Studies, $"{evaluation.Set} study", $"{evaluation.Set} studies")} by the {(studies.How == ScoreAggregation.Max ? "highest" : "mean")} score of their images", "Studies",
                studies.Labels, studies.Classes);
    }

    private static void Write(IAnsiConsole console, string title, string rows, MultiLabelMetrics? labels, ClassificationSummary? classes)
    {
        var table = new Table { Border = console.Profile.Capabilities.Unicode && console.Profile.Capabilities.Ansi ? TableBorder.Rounded : TableBorder.Ascii };
        table.Title(title.EscapeMarkup());
        table.AddColumn(classes is null || labels is not null ? "Label" : "Class");
        foreach (var name in labels is null ? ["AUC", "95 % interval", "Recall", rows] : new[] { "AUC", "95 % interval", "Positives", "Negatives", "Unknown" })
            table.AddColumn(new TableColumn(name).RightAligned());
        if (labels is not null) AddLabels(table, labels);
        else if (classes is not null) AddClasses(table, classes);
        console.Write(table);
        if (labels is null && classes is { } summary)
            console.MarkupLineInterpolated($"Accuracy {Figures.Percent(summary.Accuracy)}, mean recall {Figures.Percent(summary.MacroAccuracy)}, {KappaOf(summary)}.");
        if (labels is { Labels.Count: > 1 } several) console.MarkupLineInterpolated($"Mean average precision {Figures.Number(several.MacroAveragePrecision)}.");
    }

    private static string KappaOf(ClassificationSummary summary) => summary.HasGrades
        ? $"quadratic weighted kappa {Figures.Number(summary.QuadraticWeightedKappa)}" : $"Cohen's kappa {Figures.Number(summary.CohenKappa)}";

    private static void AddLabels(Table table, MultiLabelMetrics metrics)
    {
        foreach (var label in metrics.Labels)
            table.AddRow(label.Name.EscapeMarkup(), Figures.Number(label.AreaUnderRocCurve),
                Figures.Interval(label.AreaUnderRocCurveInterval), $"{label.Positives:N0}", $"{label.Negatives:N0}", $"{label.Unknown:N0}");
        if (metrics.Labels.Count > 1) table.AddRow("[bold]Mean[/]", $"[bold]{Figures.Number(metrics.MacroAreaUnderRocCurve)}[/]", "", "", "", "");
    }

    private static void AddClasses(Table table, ClassificationSummary summary)
    {
        foreach (var c in summary.Classes) table.AddRow(c.Name.EscapeMarkup(), Figures.Number(c.AreaUnderRocCurve),
            Figures.Interval(c.AreaUnderRocCurveInterval), Figures.Number(c.Recall), $"{c.Rows:N0}");
        table.AddRow("[bold]Mean[/]", $"[bold]{Figures.Number(summary.MacroAreaUnderRocCurve)}[/]", "", Figures.Number(summary.MacroAccuracy), "");
    }
}
