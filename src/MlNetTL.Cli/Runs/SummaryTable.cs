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
        Write(console, evaluation, $"{Figures.Count(evaluation.Images, $"{evaluation.Set} image", $"{evaluation.Set} images")}{patients}", "Images", evaluation.Labels, evaluation.Classes, evaluation.Number);
        if (evaluation.Studies is { } studies)
            Write(console, evaluation, $"{Figures.Count(studies.Studies, $"{evaluation.Set} study", $"{evaluation.Set} studies")} by the {(studies.How == ScoreAggregation.Max ? "highest" : "mean")} score of their images", "Studies",
                studies.Labels, studies.Classes, studies.Number);
    }

    private static void Write(IAnsiConsole console, EvaluationResult evaluation, string title, string rows, MultiLabelMetrics? labels, ClassificationSummary? classes, RegressionSummary? number)
    {
        var table = new Table { Border = console.Profile.Capabilities.Unicode && console.Profile.Capabilities.Ansi ? TableBorder.Rounded : TableBorder.Ascii };
        table.Title(title.EscapeMarkup());
        if (number is not null)
        {
            AddNumber(table, number);
            console.Write(table);
            return;
        }
        table.AddColumn(classes is null || labels is not null ? "Label" : "Class");
        foreach (var name in labels is null ? ["AUC", "95 % interval", "Recall", rows] : new[] { "AUC", "95 % interval", "Positives", "Negatives", "Unknown" })
            table.AddColumn(new TableColumn(name).RightAligned());
        if (labels is not null) AddLabels(table, labels);
        else if (classes is not null) AddClasses(table, classes);
        console.Write(table);
        if (labels is null && classes is { } summary)
            console.MarkupLineInterpolated($"Accuracy {Figures.Percent(summary.Accuracy)}, mean recall {Figures.Percent(summary.MacroAccuracy)}, {KappaOf(evaluation, summary)}.");
        if (labels is { Labels.Count: > 1 } several) console.MarkupLineInterpolated($"Mean average precision {Figures.Number(several.MacroAveragePrecision)}.");
    }

    private static void AddNumber(Table table, RegressionSummary number)
    {
        table.AddColumn(number.Name.EscapeMarkup());
        foreach (var name in new[] { "Figure", "95 % interval" }) table.AddColumn(new TableColumn(name).RightAligned());
        table.AddRow("Mean absolute error", Figures.Number(number.MeanAbsoluteError), Figures.Interval(number.MeanAbsoluteErrorInterval));
        table.AddRow("Root mean squared error", Figures.Number(number.RootMeanSquaredError), Figures.Interval(number.RootMeanSquaredErrorInterval));
        table.AddRow("R²", Figures.Number(number.RSquared), Figures.Interval(number.RSquaredInterval));
    }

    private static string KappaOf(EvaluationResult evaluation, ClassificationSummary summary) => evaluation.HasGrades
        ? $"quadratic weighted kappa {Figures.Number(summary.QuadraticWeightedKappa)} ({Figures.Interval(summary.QuadraticWeightedKappaInterval)})" : $"Cohen's kappa {Figures.Number(summary.CohenKappa)}";

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
