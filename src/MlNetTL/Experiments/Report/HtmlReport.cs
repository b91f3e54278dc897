using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>The report of a run: one HTML file that needs no network, no script and no other file, and can be sent, printed and read on a phone.</summary>
public static class HtmlReport
{
    /// <summary>Draws the report.</summary>
    /// <param name="result">The run.</param>
    /// <param name="examples">Images to show, right and wrong ones.</param>
    /// <returns>The whole file.</returns>
    public static string Render(RunResult result, IReadOnlyList<ReportExample>? examples = null)
    {
        // A test set, read once, is the better witness; it comes first.
        var evaluations = result.Evaluations.OrderByDescending(evaluation => evaluation.Set == "test").ToArray();
        return Page.Of(result.Pipeline.Name, Markup.Of($"""
            {Head(result, evaluations)}
            {Warnings(result)}
            {evaluations.Select(evaluation => Evaluation(evaluation, evaluations.Length > 1))}
            {Training(result)}
            {Examples(examples ?? [])}
            {Section("Data", Markup.Of($"{Note(result.Split)}{ReportTables.Data(result.Data)}"))}
            <div class="beside">
            {Section("Settings", Markup.Of($"{Note(result.Rule)}{ReportTables.Settings(result.Pipeline)}"))}
            {Section("How to make it again", ReportTables.Provenance(result.Provenance, result.Seconds))}
            </div>
            """));
    }

    private static Markup Head(RunResult result, EvaluationResult[] evaluations) => Markup.Of($"""
        <header><h1>{result.Pipeline.Name}</h1><p>{result.Pipeline.Description}</p></header>
        {(evaluations.Length == 0 ? Markup.Of($"""<p class="empty">No images were evaluated.</p>""") : Headline.Of(evaluations[0], result))}
        <section class="care"><h2>Read with care</h2><ul>{Caveats.Of(result).Select(caveat => Markup.Of($"<li>{caveat}</li>"))}</ul></section>
        """);

    private static Markup Warnings(RunResult result) => result.Warnings.Count == 0 ? Markup.Empty : Markup.Of($"""
        <section class="care"><h2>The run warned</h2><ul>{result.Warnings.Select(warning => Markup.Of($"<li>{warning}</li>"))}</ul></section>
        """);

    private static Markup Evaluation(EvaluationResult evaluation, bool several)
    {
        if (evaluation.Number is { } number) return Number(evaluation, number, several ? $" on the {evaluation.Set} images" : "");
        var curves = ReportCurves.Of(evaluation);
        var suffix = several ? $" on the {evaluation.Set} images" : "";
        var confusion = evaluation.Classes is { } classes ? Section($"Confusion matrix{suffix}", ReportTables.Confusion(classes, evaluation.Kind)) : Markup.Empty;
        var roc = evaluation.Rows.Count == 0 ? Markup.Empty : ReportCharts.Roc(curves);
        var beside = curves.Count == 1 ? "beside" : "";
        var forest = evaluation.Kind == TaskKind.MultiLabel ? Section($"Labels compared{suffix}", ForestPlot.Of(evaluation.Labels!.Labels)) : Markup.Empty;
        var besideRoc = evaluation.Kind != TaskKind.MultiLabel || curves.Count <= ReportCharts.MostInOneFrame ? "beside" : "";
        var table = evaluation.Kind.HasClasses ? ReportTables.Classes(evaluation.Classes!) : ReportTables.Labels(evaluation.Labels!);
        var drawn = evaluation.Rows.Count == 0 ? Markup.Empty : Markup.Of($"""
            <div class="{beside}">
            <section><h2>Scores{suffix}</h2>
            <p class="note">How often each score occurs among the <span class="key c0">negatives</span> and the
            <span class="key c1">positives</span>, each as a share of its own.</p>
            {ReportCharts.Scores(curves)}</section>
            <section><h2>Calibration{suffix}</h2>
            <p class="note">Images of like score, and the share of positives among them; the larger the dot, the more images. On the dashed line scores are probabilities.</p>
            {ReportCharts.Reliability(curves)}</section>
            </div>
            """);
        return Markup.Of($"""
            <div class="{besideRoc}">{Section($"ROC {(curves.Count == 1 ? "curve" : "curves")}{suffix}", roc)}{confusion}{forest}</div>
            {table}
            {Studies(evaluation, suffix)}
            {drawn}
            """);
    }

    private static Markup Number(EvaluationResult evaluation, RegressionSummary number, string suffix) => Markup.Of($"""
        <div class="beside">
        {Section($"Predicted and true{suffix}", evaluation.Rows.Count == 0 ? Markup.Empty : NumberCharts.Scatter(evaluation))}
        {Section($"Errors{suffix}", evaluation.Rows.Count == 0 ? Markup.Empty : NumberCharts.Errors(evaluation))}
        </div>
        {ReportTables.Number(number)}
        {Studies(evaluation, suffix)}
        """);

    private static Markup Note(string? sentence) => sentence is null ? Markup.Empty : Markup.Of($"""<p class="note">{sentence}</p>""");

    private static Markup Studies(EvaluationResult evaluation, string suffix) => evaluation.Studies is not { } studies ? Markup.Empty : Section($"Studies{suffix}", Markup.Of($"""
        <p class="note">{Figures.Count(evaluation.Images, "image", "images")} of {Figures.Count(studies.Studies, "study", "studies")}; a study's score is the {(studies.How == ScoreAggregation.Max ? "highest" : "mean")} of its images'{(evaluation.Kind == TaskKind.Ordinal ? ", of how likely each is above a grade; its grade is called by the method's rule" : "")}.</p>
        {(studies.Number is { } number ? ReportTables.Number(number) : studies.Labels is { } labels ? ReportTables.Labels(labels) : ReportTables.Classes(studies.Classes!))}
        """));

    private static Markup Section(string title, Markup body) => Markup.Of($"<section><h2>{title}</h2>{body}</section>");

    private static Markup Training(RunResult result) =>
        result.History.Count == 0 ? Markup.Empty : Section("Training", Markup.Of(
            $"{(result.Notes ?? []).Select(Note)}{ReportCharts.Training(result.History, result.BestEpoch, result.Pipeline.Task.TrainsOnNumbers ? "loss (in standard deviations)" : "loss (nats)")}"));

    private static Markup Examples(IReadOnlyList<ReportExample> examples)
    {
        if (examples.Count == 0) return Markup.Empty;
        var groups = examples.GroupBy(example => example.IsRight).OrderBy(group => group.Key).Select(group => Markup.Of($"""
            <h3>{(group.Key ? "Called rightly" : "Called wrongly")}</h3>
            <div class="examples">{group.Select(Example)}</div>
            """));
        return Section("Examples", Markup.Join(groups));
    }

    private static Markup Example(ReportExample example) => Markup.Of($"""
        <figure class="{(example.IsRight ? "right" : "wrong")}"><img alt="" src="data:image/png;base64,{Convert.ToBase64String(example.Png)}">
        <figcaption><b>{example.Predicted}</b> {Figures.Number(example.Score, 2)}<br>is {example.Truth}<br><small>{example.Path}</small></figcaption></figure>
        """);
}
