using System.Text.RegularExpressions;
using System.Xml.Linq;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class HtmlReportTests
{
    [TestMethod]
    [DataRow(TaskKind.Binary, 1, 12)]
    [DataRow(TaskKind.Binary, 1, 1)]
    [DataRow(TaskKind.MultiLabel, 4, 12)]
    [DataRow(TaskKind.MultiLabel, 14, 50)]
    [DataRow(TaskKind.Multiclass, 3, 0)]
    public void IsOneFileThatNeedsNothingElse(TaskKind kind, int names, int epochs)
    {
        var html = HtmlReport.Render(MadeUpRuns.Make(kind, MadeUpRuns.ChestLabels[..names], epochs: epochs, withTest: true), MadeUpRuns.Examples(4));
        foreach (Match link in Regex.Matches(html, """(?:src|href|url|srcset|action)\s*[=(]\s*["']?([^"')\s>]*)"""))
            StringAssert.StartsWith(link.Groups[1].Value, "data:image/png;base64,");
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("http://", html);
        Assert.DoesNotContain("https://", html);
        Assert.DoesNotContain("NaN", html);
        Assert.DoesNotContain("∞", html);
    }

    [TestMethod]
    public void ItTellsWhereTheWeightsComeFromAndWhatWasTakenOfThem()
    {
        var result = MadeUpRuns.Make(TaskKind.Binary, ["Edema"]);
        var html = HtmlReport.Render(result, []);
        foreach (var text in new[]
        {
            "<td>resnet18-f37072fd.pth</td>", "<td>download.pytorch.org/models/resnet18-f37072fd.pth</td>", "<td>BSD-3-Clause</td>", "<td>69.758 %</td>",
            "<td>3 channels, values from -2.118 to 2.64; 224 px, cut from 256 px, bilinear, RGB; 1000 outputs</td>", "left new: fc.weight, fc.bias.</td>", "<td>of the pretrained weights</td>",
        })
            StringAssert.Contains(html, text);
        var own = HtmlReport.Render(result with { Provenance = result.Provenance with { Pretrained = new("a.pth", "Loaded all.", "1 channel, values from 0 to 1") } }, []);
        StringAssert.Contains(own, "1 channel, values from 0 to 1; images of a size that is not known</td>");
        StringAssert.Contains(own, "<td>not known</td>");
        Assert.DoesNotContain("File of the weights", HtmlReport.Render(result with { Provenance = result.Provenance with { Pretrained = null, Normalization = null } }, []));
    }

    [TestMethod]
    public void ItTellsWhatTheFitChoseByItself()
    {
        const string Note = "Precision: a pass forward and backward takes 60 ms in bfloat16 and 100 ms in float32: bfloat16.";
        var result = MadeUpRuns.Make(TaskKind.Binary, ["Edema"]) with { Notes = [Note] };
        StringAssert.Contains(HtmlReport.Render(result, []), $"<h2>Training</h2><p class=\"note\">{Note}</p>");
        CollectionAssert.AreEqual(new[] { Note }, RunJson.Read(RunJson.Write(result)).Notes!.ToArray());
    }

    [TestMethod]
    public void ItsChartsAreWellFormed()
    {
        var html = HtmlReport.Render(MadeUpRuns.Make(TaskKind.MultiLabel, MadeUpRuns.ChestLabels));
        var charts = Regex.Matches(html, "<svg class=\"chart\".*?</svg>", RegexOptions.Singleline);
        Assert.HasCount(13 + 14 + 14 + 2, charts, "13 ROC curves (one label has no negatives), 14 histograms, 14 reliability plots, loss and metric.");
        foreach (Match chart in charts) XElement.Parse(chart.Value);
    }

    [TestMethod]
    public void TheLearningRateIsDrawnWhereItChanges()
    {
        var result = MadeUpRuns.Make(TaskKind.Binary, ["Edema"]);
        Assert.DoesNotContain("Learning rate over the steps", HtmlReport.Render(result));
        // Warm-up in the first epoch, then down to a tenth in twelve.
        var history = result.History.Select((epoch, n) =>
        {
            double[] rates = [.. Enumerable.Range(0, 20).Select(i => 3e-4 * (n == 0 ? i / 20.0 : Math.Pow(0.1, (n + i / 20.0) / 12)))];
            return epoch with { LearningRates = rates, LearningRate = 3e-4 * Math.Pow(0.1, (n + 1) / 12.0) };
        }).ToList();
        result = result with { History = history };
        var html = HtmlReport.Render(result);
        var chart = XElement.Parse(Regex.Match(html, """<svg class="chart"[^>]*aria-label="Learning rate over the steps".*?</svg>""", RegexOptions.Singleline).Value);
        StringAssert.Contains(chart.Value, "learning rate, times 1e-4");
        StringAssert.Contains(chart.Value, "epochs done");
        Assert.HasCount(12 * 20 + 1, chart.Elements("polyline").Single().Attribute("points")!.Value.Split(' '));
        Assert.AreEqual(RunJson.Write(result), RunJson.Write(RunJson.Read(RunJson.Write(result))));
        Assert.AreEqual(history[3], RunJson.Read(RunJson.Write(result)).History[3]);
        if (Environment.GetEnvironmentVariable("MLNETTL_WRITE_REPORT") is { } path) File.WriteAllText(path, html);
    }

    [TestMethod]
    public void NothingFromTheDataBecomesMarkup()
    {
        const string Evil = "<script>alert('x')</script>\"><img src=x onerror=1>";
        var result = MadeUpRuns.Make(TaskKind.Binary, [Evil]);
        result = result with { Warnings = [Evil], Pipeline = result.Pipeline with { Name = Evil, Description = Evil }, Provenance = result.Provenance with { Device = Evil } };
        var html = HtmlReport.Render(result, [MadeUpRuns.Examples(1)[0] with { Path = Evil, Truth = Evil, Predicted = Evil }]);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<img src=x", html);
        StringAssert.Contains(html, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&gt;");
    }

    [TestMethod]
    public void SaysItsMainFigureItsIntervalAndWhatLimitsThem()
    {
        var result = MadeUpRuns.Make(TaskKind.Binary, ["Edema"], dataset: DatasetKind.Phantoms);
        var label = result.Evaluations[0].Labels!.Labels[0];
        var html = HtmlReport.Render(result);
        StringAssert.Contains(html, $"<strong>{label.AreaUnderRocCurve:F3}</strong>");
        StringAssert.Contains(html, $"95 % interval {label.AreaUnderRocCurveInterval.Low:F3} to {label.AreaUnderRocCurveInterval.High:F3}");
        StringAssert.Contains(html, "drawn phantoms");
        StringAssert.Contains(html, "The best epoch was chosen by the validation images themselves");
        StringAssert.Contains(html, "The 300 validation images come from 150 patients.");
        StringAssert.Contains(html, "1 image of the validation set could not be read");
        StringAssert.Contains(html, "internal validation only");
    }

    // AUC losses give scores that rank and are no probabilities (Yuan et al. 2021); products of conditional probabilities have the errors of all their factors.
    [TestMethod]
    public void ScoresThatAreNoPlainProbabilitiesAreToldOf()
    {
        const string Ranks = "were trained to rank images (loss aucMargin) and are no probabilities: reliability and Brier score do not apply, and 0.5 is no threshold", Product = "is a product of conditional probabilities down the tree (task.hierarchy)";
        var run = MadeUpRuns.Make(TaskKind.MultiLabel, ["Lung Opacity", "Edema"]);
        var html = HtmlReport.Render(run);
        Assert.DoesNotContain(Ranks, html);
        Assert.DoesNotContain(Product, html);
        html = HtmlReport.Render(run with { Pipeline = run.Pipeline with { Training = run.Pipeline.Training with { Loss = new(LossKind.AucMargin) } } });
        StringAssert.Contains(html, Ranks);
        Assert.DoesNotContain(Product, html);
        html = HtmlReport.Render(run with { Pipeline = run.Pipeline with { Task = run.Pipeline.Task with { Hierarchy = true } } });
        StringAssert.Contains(html, Product);
        Assert.DoesNotContain(Ranks, html);
    }

    [TestMethod]
    public void ATestSetComesFirst()
    {
        var html = HtmlReport.Render(MadeUpRuns.Make(TaskKind.Binary, ["Edema"], withTest: true));
        StringAssert.Contains(html, "on 300 test images");
        Assert.IsLessThan(html.IndexOf("ROC curve on the validation images", StringComparison.Ordinal), html.IndexOf("ROC curve on the test images", StringComparison.Ordinal));
        Assert.DoesNotContain("internal validation only", html);
    }

    [TestMethod]
    public void LabelsAreComparedFromTheBestToTheWorst()
    {
        var result = MadeUpRuns.Make(TaskKind.MultiLabel, MadeUpRuns.ChestLabels);
        var html = HtmlReport.Render(result);
        var forest = html[html.IndexOf("class=\"forest\"", StringComparison.Ordinal)..];
        var expected = result.Evaluations[0].Labels!.Labels.Where(label => !double.IsNaN(label.AreaUnderRocCurve)).OrderByDescending(label => label.AreaUnderRocCurve).Select(label => label.Name);
        CollectionAssert.AreEqual(expected.ToArray(), Regex.Matches(forest, "<div><span>([^<]+)</span>").Select(match => match.Groups[1].Value).ToArray());
    }

    [TestMethod]
    public void OneClassAndNothingScoredAreSaidAndNotDrawn()
    {
        EvaluationRow[] rows = [new("a.png", null, [1], [0.5f]), new("b.png", null, [1], [float.NaN])];
        var result = MadeUpRuns.Make(TaskKind.Binary, ["x"], epochs: 0) with { Evaluations = [EvaluationResult.Compute("validation", TaskKind.Binary, ["x"], rows, true)] };
        var html = HtmlReport.Render(result);
        StringAssert.Contains(html, "there is no curve to draw");
        StringAssert.Contains(html, "&#39;x&#39; has no negative images in the validation set: its AUC is not defined");
        StringAssert.Contains(html, "do not name the patients");
        StringAssert.Contains(HtmlReport.Render(result with { Evaluations = [] }), "No images were evaluated.");
    }

    [TestMethod]
    [DataRow(TaskKind.Binary, 1)]
    [DataRow(TaskKind.Multiclass, 3)]
    public void TheConfusionMatrixCountsWhatIsAndWhatIsCalled(TaskKind kind, int names)
    {
        var result = MadeUpRuns.Make(kind, MadeUpRuns.ChestLabels[..names]);
        var table = Regex.Match(HtmlReport.Render(result), """<h2>Confusion matrix</h2>.*?<table class="confusion">(.*?)</table>""", RegexOptions.Singleline).Groups[1].Value;
        Assert.IsNotEmpty(table);
        var classes = Math.Max(2, names);
        var expected = new int[classes * classes];
        foreach (var row in result.Evaluations[0].Rows.Where(row => row.Truth[0] >= 0 && !row.Scores.Any(float.IsNaN)))
        {
            var called = kind == TaskKind.Binary ? (row.Scores[0] > 0.5f ? 1 : 0) : Array.IndexOf(row.Scores, row.Scores.Max());
            expected[(int)row.Truth[0] * classes + called]++;
        }
        var cells = Regex.Matches(table, """<td class="(right|wrong)" style="--depth:\d+%">(\d+)<small>""");
        CollectionAssert.AreEqual(expected, cells.Select(cell => int.Parse(cell.Groups[2].Value)).ToArray(), "A row for each truth, a column for each call.");
        for (var i = 0; i < cells.Count; i++) Assert.AreEqual(i / classes == i % classes ? "right" : "wrong", cells[i].Groups[1].Value);
    }

    [TestMethod]
    public void SeveralLabelsHaveNoConfusionMatrix() =>
        Assert.DoesNotContain("Confusion matrix", HtmlReport.Render(MadeUpRuns.Make(TaskKind.MultiLabel, MadeUpRuns.ChestLabels[..3])));

    [TestMethod]
    [DataRow(TaskKind.Binary, 1)]
    [DataRow(TaskKind.Multiclass, 3)]
    public void ExamplesStandUnderHowTheyWereCalled(TaskKind kind, int names)
    {
        var examples = MadeUpRuns.Examples(7);
        var html = HtmlReport.Render(MadeUpRuns.Make(kind, MadeUpRuns.ChestLabels[..names]), examples);
        var (wrong, right) = (html.IndexOf("<h3>Called wrongly</h3>", StringComparison.Ordinal), html.IndexOf("<h3>Called rightly</h3>", StringComparison.Ordinal));
        Assert.IsGreaterThan(0, wrong);
        Assert.IsGreaterThan(wrong, right, "What went wrong comes first.");
        CollectionAssert.AreEqual(PathsOf(isRight: false), Captions(html[wrong..right], "wrong"));
        CollectionAssert.AreEqual(PathsOf(isRight: true), Captions(html[right..], "right"));
        var onlyRight = HtmlReport.Render(MadeUpRuns.Make(kind, MadeUpRuns.ChestLabels[..names]), [.. examples.Where(example => example.IsRight)]);
        Assert.DoesNotContain("Called wrongly", onlyRight);

        string[] PathsOf(bool isRight) => [.. examples.Where(example => example.IsRight == isRight).Select(example => $"{example.Predicted}|{example.Truth}|{example.Path}")];
    }

    private static string[] Captions(string html, string verdict) =>
        [.. Regex.Matches(html, $"""<figure class="{verdict}">.*?<b>(.*?)</b>.*?<br>is (.*?)<br><small>(.*?)</small>""", RegexOptions.Singleline)
            .Select(match => $"{match.Groups[1].Value}|{match.Groups[2].Value}|{match.Groups[3].Value}")];
}
