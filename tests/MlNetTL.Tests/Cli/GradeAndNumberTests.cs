using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Runs;
using MlNetTL.Tests.Data;

namespace MlNetTL.Tests.Cli;

/// <summary>Grades in order and numbers from a CSV: trained, measured again, predicted and reported by the command line, beside ML.NET's evaluators on the zip.</summary>
[TestClass]
public sealed class GradeAndNumberTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    [DataRow("coral")]
    [DataRow("cutPoints")]
    public void GradesAreTrainedMeasuredAndPredictedInTheirOrder(string method)
    {
        var csv = WriteImages();
        // As text, 10 would stand before 2.
        var result = Train("ordinal", """ "labelColumn": "grade" """, $""" "kind": "ordinal", "method": "{method}" """);
        var test = result.Evaluations.Single(evaluation => evaluation.Set == "test");
        CollectionAssert.AreEqual(new[] { "1", "2", "10" }, test.Names.ToArray());
        CollectionAssert.AreEqual(new[] { "1", "2", "10" }, test.Classes!.Classes.Select(c => c.Name).ToArray());
        Assert.AreEqual("Quadratic kappa", result.History[0].MetricName);
        var mlContext = new MLContext();
        var scored = Score(mlContext, csv, new(LabelColumn: "grade", SplitColumn: "split", Split: "test"));
        var expected = mlContext.MulticlassClassification.EvaluateGrades(scored, labelColumnName: "Class");
        Assert.AreEqual(expected.QuadraticWeightedKappa, test.Classes.QuadraticWeightedKappa, 1e-12);
        Assert.AreEqual(expected.Accuracy, test.Classes.Accuracy, 1e-12);
        // Where a probability is 0, each library has a least one of its own.
        if (method == "coral") Assert.AreEqual(mlContext.MulticlassClassification.Evaluate(scored, labelColumnName: "Class").LogLoss, test.Classes.LogLoss, 1e-5);

        var names = scored.GetColumn<string>("PredictedClass").ToArray();
        var called = File.ReadAllLines(_runs["run/predictions.test.csv"]);
        Assert.EndsWith("score 1,score 2,score 10,called class", called[0]);
        CollectionAssert.AreEqual(names, called.Skip(1).Select(line => line.Split(',')[^1]).ToArray());
        CollectionAssert.AreEqual(names, Predict("path,1,2,10,predicted,error").TakeLast(12).Select(line => line.Split(',')[^2]).ToArray());

        var report = System.Net.WebUtility.HtmlDecode(File.ReadAllText(_runs["run/report.html"]));
        StringAssert.Contains(report, "Quadratic weighted kappa of 3 grades");
        StringAssert.Contains(report, "The grade is called that the method calls");
        var again = Evaluate();
        Assert.AreEqual(test.Classes.QuadraticWeightedKappa, again.Classes!.QuadraticWeightedKappa, 1e-12);
    }

    [TestMethod]
    public void ANumberIsTrainedMeasuredAndPredictedInItsUnit()
    {
        var csv = WriteImages();
        var result = Train("number", """ "valueColumn": "age" """, """ "kind": "regression" """);
        var test = result.Evaluations.Single(evaluation => evaluation.Set == "test");
        Assert.AreEqual(1, test.Number!.Unknown + result.Data.Single(count => count.Set == "test").Unlabelled, "An age of the test is not known.");
        var mlContext = new MLContext();
        var scored = Score(mlContext, csv, new(LabelColumn: null, ValueColumn: "age", SplitColumn: "split", Split: "test"));
        var known = mlContext.Data.FilterRowsByMissingValues(scored, "Value");
        var expected = mlContext.Regression.Evaluate(known, labelColumnName: "Value");
        Assert.AreEqual(expected.MeanAbsoluteError, test.Number.MeanAbsoluteError, 1e-4);
        Assert.AreEqual(expected.RootMeanSquaredError, test.Number.RootMeanSquaredError, 1e-4);
        Assert.AreEqual(expected.RSquared, test.Number.RSquared, 1e-4);
        Assert.IsTrue(test.Number.MeanAbsoluteErrorInterval.Low < test.Number.MeanAbsoluteError && test.Number.MeanAbsoluteError < test.Number.MeanAbsoluteErrorInterval.High);
        CollectionAssert.AreEqual(new[] { "age" }, test.Names.ToArray());
        Assert.AreEqual("MAE", result.History[0].MetricName);

        var predicted = Predict("path,age,predicted,error").TakeLast(12).Select(line => float.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var scores = scored.GetColumn<float>("Score").ToArray();
        for (var i = 0; i < 12; i++) Assert.AreEqual(scores[i], predicted[i], 1e-3f);
        var report = System.Net.WebUtility.HtmlDecode(File.ReadAllText(_runs["run/report.html"]));
        foreach (var words in new[] { "Mean absolute error, age", "Predicted and true", "predicted less true", "loss (in standard deviations)", "R²" }) StringAssert.Contains(report, words);
        StringAssert.Contains(File.ReadAllText(_runs["run/history.csv"]), ",MAE,");
        var again = Evaluate();
        Assert.AreEqual(test.Number.MeanAbsoluteError, again.Number!.MeanAbsoluteError, 1e-9);
    }

    [TestMethod]
    public void GradesAreNumbersWhereThePipelineSaysSoAndWordsAreNot()
    {
        WriteImages();
        var result = Train("grades", """ "labelColumn": "grade", "split": { "test": 0.25, "by": "image" } """, """ "kind": "regression" """, sets: "");
        Assert.AreEqual("grade", result.Evaluations[0].Number!.Name);
        foreach (var (task, problem) in new[] { ("regression", "The classes of a regression must be numbers ('shade'). Found: 'dark'."), ("ordinal", "task.labels must state the grades from the lowest on where they are no numbers.") })
        {
            var refused = CommandLine.Run("train", Write(task, """ "labelColumn": "shade" """, $""" "kind": "{task}" """), "--data", _runs.Root, "--output", _runs["refused"]);
            Assert.AreNotEqual(0, refused.ExitCode);
            StringAssert.Contains(refused.Error.ReplaceLineEndings(" "), problem);
        }
        foreach (var command in new[] { "rank", "leakage" })
        {
            var refused = CommandLine.Run(command, Write("number", """ "valueColumn": "age" """, """ "kind": "regression" """, sets: ""), "--data", _runs.Root);
            Assert.AreNotEqual(0, refused.ExitCode);
            StringAssert.Contains(refused.Error.ReplaceLineEndings(" "), "task.kind must be one with classes or labels");
        }
    }

    [TestMethod]
    [DataRow("multiclass")]
    [DataRow("ordinal")]
    [DataRow("regression")]
    public void OneLineSwitchesEyePacsBetweenClassesGradesAndNumbers(string kind)
    {
        EyePacsMiniature.Write(_runs["eyes"], trainPatients: 6, testPatients: 2, size: 8);
        var pipeline = MlNetTL.Experiments.Pipelines.PipelineFile.Parse($$"""
            { "name": "eyes", "data": { "dataset": "eyepacs", "folder": {{System.Text.Json.JsonSerializer.Serialize(_runs["eyes"])}}, "train": ["train"] }, "task": { "kind": "{{kind}}" } }
            """);
        var source = new PipelineSource(new MLContext(1), pipeline, null, CancellationToken.None);
        var table = source.Read("train", ["train"]);
        Assert.IsTrue(table.Rows.Count > 0 && table.Rows.All(source.HasTarget) && table.Rows.All(source.HasTruth));
        var schema = table.ToView(new MLContext(1)).Schema;
        Assert.AreEqual(kind == "regression", schema.GetColumnOrNull("Number") is not null);
        Assert.AreEqual(kind != "regression", schema.GetColumnOrNull("Label") is not null);
        foreach (var row in table.Rows) Assert.AreEqual(kind == "regression" ? float.Parse(row.Label) : float.NaN, row.Value);
        CollectionAssert.AreEqual(kind == "ordinal" ? table.Rows.Select(row => row.Label).Distinct().Order().ToArray() : [], GradeOrder.Stated(pipeline, table).Task.Labels.ToArray());
    }

    private IDataView Score(MLContext mlContext, string csv, MlNetTL.Data.ImageManifestOptions options) =>
        mlContext.Model.Load(_runs["run/model.zip"], out _).Transform(mlContext.Data.LoadImageManifest(csv, options));

    private EvaluationResult Evaluate()
    {
        var evaluate = CommandLine.Run("evaluate", _runs["run"], "--output", _runs["again"]);
        Assert.AreEqual(0, evaluate.ExitCode, evaluate.Error);
        return RunJson.Read(File.ReadAllText(_runs["again/metrics.json"])).Evaluations.Single();
    }

    private string[] Predict(string head)
    {
        var predict = CommandLine.Run("predict", _runs["run"], _runs["list.csv"], "--output", _runs["out.csv"]);
        Assert.AreEqual(0, predict.ExitCode, predict.Error);
        var lines = File.ReadAllLines(_runs["out.csv"]);
        Assert.AreEqual(head, lines[0]);
        return lines[1..];
    }

    private RunResult Train(string name, string data, string task, string? sets = null)
    {
        var train = CommandLine.Run("train", Write(name, data, task, sets), "--data", _runs.Root, "--output", _runs["run"]);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        return RunJson.Read(File.ReadAllText(_runs["run/metrics.json"]));
    }

    private string Write(string name, string data, string task, string? sets = null) => _runs.Write($"{name}.json", $$"""
        {
          "name": "{{name}}",
          "data": { "dataset": "csv", "csv": "list.csv", {{sets ?? """ "splitColumn": "split", "train": ["train"], "test": ["test"], """}} "validationFraction": 0.3, {{data}} },
          "task": { {{task}} },
          "image": { "size": 32, "channels": 1 },
          "training": { "batchSize": 8, "epochs": 1 }
        }
        """);

    // Squares of three shades with a gradient of their own.
    private string WriteImages()
    {
        var lines = new List<string> { "path,split,shade,grade,age" };
        for (var i = 0; i < 48; i++)
        {
            var shade = i % 3;
            var pixels = Enumerable.Range(0, 32 * 32).Select(p => (byte)(20 + 80 * shade + p % 32 + i)).ToArray();
            MlNetTL.Images.ImageEncoder.WriteJpeg(_runs[$"images/{i}.jpg"], pixels, 32, 32);
            lines.Add($"images/{i}.jpg,{(i < 36 ? "train" : "test")},{new[] { "dark", "grey", "bright" }[shade]},{new[] { 1, 2, 10 }[shade]},{(i % 36 == 5 ? "NaN" : $"{30 + 10 * shade + i % 5}")}");
        }
        return _runs.Write("list.csv", string.Join('\n', lines) + "\n");
    }
}
