using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Tests.Cli;

/// <summary>Classes and a single label from a CSV: the command line's figures against those of ML.NET's evaluators on the zip.</summary>
[TestClass]
public sealed class TaskKindTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    public void ClassesOfACsvHaveTheFiguresOfMLNet()
    {
        var csv = WriteImages();
        var result = Train("multiclass", """ "labelColumn": "shade" """, """ "kind": "multiclass" """);
        var mlContext = new MLContext();
        var scored = Score(mlContext, csv, new(LabelColumn: "shade", SplitColumn: "split", Split: "test"));
        var expected = mlContext.MulticlassClassification.Evaluate(scored, labelColumnName: "Class");
        var found = result.Evaluations.Single(evaluation => evaluation.Set == "test").Classes!;
        Assert.AreEqual(expected.MicroAccuracy, found.Accuracy, 1e-12);
        Assert.AreEqual(expected.MacroAccuracy, found.MacroAccuracy, 1e-12);
        Assert.AreEqual(expected.LogLoss, found.LogLoss, 1e-5);
        CollectionAssert.Contains(new[] { "bright", "dark", "grey" }, scored.GetColumn<string>("PredictedClass").First());
    }

    [TestMethod]
    public void OneLabelOfACsvHasTheFiguresOfMLNet()
    {
        var csv = WriteImages();
        var result = Train("binary", """ "patientColumn": "who" """, """ "kind": "binary", "labels": ["dark"] """);
        var mlContext = new MLContext();
        var scored = Score(mlContext, csv, new(LabelColumn: null, LabelColumns: ["dark"], SplitColumn: "split", Split: "test"));
        var expected = mlContext.BinaryClassification.Evaluate(scored, labelColumnName: "dark");
        var found = result.Evaluations.Single(evaluation => evaluation.Set == "test");
        Assert.AreEqual(expected.AreaUnderRocCurve, found.Labels!.Labels[0].AreaUnderRocCurve, 1e-6);
        Assert.AreEqual(expected.Accuracy, found.Classes!.Accuracy, 1e-12);
        Assert.AreEqual(6, found.Patients);
    }

    private IDataView Score(MLContext mlContext, string csv, MlNetTL.Data.ImageManifestOptions options) =>
        mlContext.Model.Load(_runs["run/model.zip"], out _).Transform(mlContext.Data.LoadImageManifest(csv, options));

    private RunResult Train(string name, string data, string task)
    {
        var pipeline = _runs.Write($"{name}.json", $$"""
            {
              "name": "{{name}}",
              "data": { "dataset": "csv", "csv": "list.csv", "pathColumn": "path", "splitColumn": "split",
                "train": ["train"], "test": ["test"], "validationFraction": 0.3, {{data}} },
              "task": { {{task}} },
              "image": { "size": 32, "channels": 1 },
              "training": { "batchSize": 8, "epochs": 1 }
            }
            """);
        var train = CommandLine.Run("train", pipeline, "--data", _runs.Root, "--output", _runs["run"]);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        return RunJson.Read(File.ReadAllText(_runs["run/metrics.json"]));
    }

    // Squares of three shades with a gradient of their own, two to a patient.
    private string WriteImages()
    {
        var lines = new List<string> { "path,who,split,shade,dark" };
        for (var i = 0; i < 48; i++)
        {
            var shade = i % 3;
            var pixels = Enumerable.Range(0, 32 * 32).Select(p => (byte)(20 + 80 * shade + p % 32 + i)).ToArray();
            MlNetTL.Images.ImageEncoder.WriteJpeg(_runs[$"images/{i}.jpg"], pixels, 32, 32);
            lines.Add($"images/{i}.jpg,p{i / 2},{(i < 36 ? "train" : "test")},{new[] { "dark", "grey", "bright" }[shade]},{(shade == 0 ? 1 : 0)}");
        }
        return _runs.Write("list.csv", string.Join('\n', lines) + "\n");
    }
}
