using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>The tables of the report.</summary>
internal static class ReportTables
{
    public static Markup Labels(MultiLabelMetrics metrics)
    {
        var rows = metrics.Labels.Select(label => Row(
            label.Name, Figures.Number(label.AreaUnderRocCurve), Figures.Interval(label.AreaUnderRocCurveInterval),
            // Where all known images are positive, every ranking has the same precision.
            Figures.Number(double.IsNaN(label.AreaUnderRocCurve) ? double.NaN : label.AveragePrecision),
            Figures.Number(label.AtHalf.Sensitivity), Figures.Number(label.AtHalf.Specificity),
            Figures.Number(label.AtHalf.PositivePredictiveValue), Figures.Number(label.AtHalf.NegativePredictiveValue), Figures.Number(label.F1Score),
            Figures.Count(label.Positives), Figures.Count(label.Negatives), Figures.Count(label.Unknown)));
        var mean = metrics.Labels.Count < 2 ? Markup.Empty : Markup.Of($"""
            <tr class="mean"><th scope="row">Mean of labels with both classes</th><td>{Figures.Number(metrics.MacroAreaUnderRocCurve)}</td><td></td>
            <td>{Figures.Number(metrics.MacroAveragePrecision)}</td><td colspan="4"></td><td>{Figures.Number(metrics.MacroF1Score)}</td><td colspan="3"></td></tr>
            """);
        return Table(["", "AUC", "95 % interval", "Average precision", "Sensitivity", "Specificity", "PPV", "NPV", "F1", "Positives", "Negatives", "Unknown"],
            Markup.Of($"{rows}{mean}"), "Sensitivity, specificity, PPV, NPV and F1: a score above 0.5 is called positive. Intervals by DeLong's method.");
    }

    public static Markup Classes(ClassificationSummary summary)
    {
        var rows = summary.Classes.Select(c => Row(
            c.Name, Figures.Number(c.AreaUnderRocCurve), Figures.Interval(c.AreaUnderRocCurveInterval), Figures.Number(c.AveragePrecision),
            Figures.Number(c.Recall), Figures.Number(c.Precision), Figures.Number(c.F1Score), Figures.Count(c.Rows)));
        return Table(["", "AUC", "95 % interval", "Average precision", "Recall", "Precision", "F1", "Images"], Markup.Join(rows),
            "AUC and average precision: each class against the rest. Intervals by DeLong's method.");
    }

    /// <summary>The confusion matrix; the deeper a cell's colour, the larger its share of the true class.</summary>
    public static Markup Confusion(ClassificationSummary summary, TaskKind kind)
    {
        var names = summary.Classes.Select(c => c.Name).ToArray();
        var rows = names.Select((name, truth) => Markup.Of(
            $"""<tr><th scope="row">{name}</th>{names.Select((_, called) => Cell(summary.Confusion[truth], truth, called))}</tr>"""));
        var rule = kind == TaskKind.Ordinal ? "The grade is called that the method calls (PredictedLabel), which need not have the highest score."
            : names.Length == 2 ? "A score above 0.5 is called positive." : "The class with the highest score is called.";
        return Markup.Of($"""
            <div class="scroll"><table class="confusion"><thead><tr><th scope="col"><small>is ↓ &nbsp; called →</small></th>{Heads(names)}</tr></thead>
            <tbody>{rows}</tbody></table></div>
            <p class="note">Images, and their share of what they are. {rule}</p>
            """);
    }

    public static Markup Number(RegressionSummary number) => Table(["", "Figure", "95 % interval"], Markup.Join(
    [
        Row("Mean absolute error", Figures.Number(number.MeanAbsoluteError), Figures.Interval(number.MeanAbsoluteErrorInterval)),
        Row("Root mean squared error", Figures.Number(number.RootMeanSquaredError), Figures.Interval(number.RootMeanSquaredErrorInterval)),
        Row("R²", Figures.Number(number.RSquared), Figures.Interval(number.RSquaredInterval)),
    ]), $"Of {Figures.Count(number.Rows, "image", "images")}. Errors are in the unit of '{number.Name}'; R² is 1 where all is right, and 0 for no better than the mean. Intervals by the bootstrap.");

    public static Markup Data(IReadOnlyList<DataCount> data)
    {
        var rows = data.Select(count => Row(
            count.Set, Figures.Count(count.Images), count.Patients is { } patients ? Figures.Count(patients) : "not known",
            Figures.Count(count.Unreadable), Figures.Count(count.Unlabelled), Figures.Count(count.Poor)));
        return Table(["", "Images", "Patients", "Unreadable", "Unlabelled", "Poor"], Markup.Join(rows),
            "Images that cannot be read, images without a known label of the task and images that do not reach the limits of quality are left out.");
    }

    /// <summary>Every setting of the run, defaults included.</summary>
    public static Markup Settings(Pipeline pipeline)
    {
        var settings = JsonSerializer.SerializeToNode(pipeline, PipelineFile.Options)!.AsObject();
        // What is drawn matters to those who draw.
        if (pipeline.Data.Dataset != DatasetKind.Phantoms) settings["data"]!.AsObject().Remove("phantoms");
        return Pairs(settings.Where(setting => setting.Key is not ("$schema" or "description")).SelectMany(setting => Flat(setting.Key, setting.Value)));
    }

    public static Markup Provenance(Provenance provenance, double seconds) => Pairs(
    [
        ("Started", provenance.StartedAt.ToString("yyyy-MM-dd HH:mm:ss zzz")), ("Took", Figures.Duration(seconds)), ("Seed", provenance.Seed.ToString()),
        ("Device", provenance.Device), ("CPU threads", provenance.Threads.ToString()), ("Network", provenance.Backbone),
        ("Pretrained weights", provenance.Weights ?? "none, from scratch"), ("SHA-256 of the weights", provenance.WeightsSha256 ?? "–"),
        .. provenance.Pretrained is { } weights ? Weights(weights) : [],
        ("Preprocessing", provenance.Preprocessing),
        .. provenance.Normalization is { } source ? [("Mean and standard deviation", source)] : Array.Empty<(string, string)>(),
        .. provenance.TestTimeViews is { } views ? [("Scored as", views)] : Array.Empty<(string, string)>(),
        .. provenance.Versions.Select(version => (version.Key, version.Value)),
    ]);

    private static IEnumerable<(string, string)> Weights(WeightsProvenance weights)
    {
        const string Unknown = "not known";
        yield return ("File of the weights", weights.File);
        // Without the scheme: a report holds no links, and a page that is opened at work should not look as if it did.
        yield return ("Published at", weights.Url is { } url ? url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..] : Unknown);
        yield return ("Licence of the weights", weights.Licence ?? Unknown);
        if (weights.Top1 is { } top1) yield return ("Published accuracy on ImageNet (top 1)", string.Create(CultureInfo.InvariantCulture, $"{top1} %"));
        yield return ("The weights were trained for", $"{weights.Expects}; {weights.Images ?? "images of a size that is not known"}"
            + weights.Outputs switch { null => "", 0 => "; no head", 1 => "; 1 output", { } outputs => $"; {outputs} outputs" });
        yield return ("What was taken of them", weights.Fitted);
    }

    private static Markup Cell(int[] row, int truth, int called)
    {
        var share = row.Sum() == 0 ? 0 : (double)row[called] / row.Sum();
        var depth = ((int)Math.Round(share * 70)).ToString();
        var verdict = truth == called ? "right" : "wrong";
        return Markup.Of($"""<td class="{verdict}" style="--depth:{depth}%">{row[called]}<small>{Figures.Percent(share)}</small></td>""");
    }

    private static Markup Row(string name, params IEnumerable<string> cells) =>
        Markup.Of($"""<tr><th scope="row">{name}</th>{cells.Select(cell => Markup.Of($"<td>{cell}</td>"))}</tr>""");

    private static IEnumerable<Markup> Heads(IEnumerable<string> names) => names.Select(name => Markup.Of($"""<th scope="col">{name}</th>"""));

    private static Markup Table(string[] head, Markup body, string note) => Markup.Of($"""
        <div class="scroll"><table><thead><tr>{Heads(head)}</tr></thead><tbody>{body}</tbody></table></div>
        <p class="note">{note}</p>
        """);

    private static Markup Pairs(IEnumerable<(string Name, string Value)> pairs) => Markup.Of($"""
        <div class="scroll"><table class="pairs"><tbody>{pairs.Select(pair => Row(pair.Name, pair.Value))}</tbody></table></div>
        """);

    private static IEnumerable<(string, string)> Flat(string name, JsonNode? node) => node switch
    {
        JsonObject group => group.SelectMany(member => Flat($"{name}.{member.Key}", member.Value)),
        JsonArray { Count: > 0 } list when list[0] is JsonObject => list.SelectMany((item, i) => Flat($"{name}[{i}]", item)),
        JsonArray list => [(name, list.Count == 0 ? "none" : string.Join(", ", list))],
        null => [],
        _ => [(name, node.ToString())],
    };
}
