using System.Globalization;
using System.Text.Json;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Tests.Cli;

/// <summary>Studies in whole runs: measured, written and predicted by the rule that images are.</summary>
[TestClass]
public sealed class StudyRunTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    [DataRow("coral")]
    [DataRow("cutPoints")]
    public void StudiesOfOneImageHaveTheImagesFiguresAndPredictions(string method)
    {
        WriteImages();
        var result = Train($""" "kind": "ordinal", "method": "{method}" """, """ "labelColumn": "grade" """, "alone", "mean");
        foreach (var evaluation in result.Evaluations)
        {
            Assert.AreEqual(evaluation.Images, evaluation.Studies!.Studies);
            Assert.AreEqual(evaluation.Classes!.QuadraticWeightedKappa, evaluation.Studies.Classes!.QuadraticWeightedKappa);
            Assert.AreEqual(evaluation.Classes.Accuracy, evaluation.Studies.Classes.Accuracy);
            Assert.AreEqual(evaluation.AreaUnderRocCurve, evaluation.Studies.AreaUnderRocCurve, 1e-9);
            string[] images = File.ReadAllLines(_runs[$"run/predictions.{evaluation.Set}.csv"]), studies = File.ReadAllLines(_runs[$"run/predictions.{evaluation.Set}.studies.csv"]);
            Assert.AreEqual("Study" + images[0][4..], studies[0]);
            CollectionAssert.AreEqual(images.Skip(1).Select(Rest).ToArray(), studies.Skip(1).Select(Rest).ToArray());
        }
        Assert.AreEqual(0, CommandLine.Run("evaluate", _runs["run"], "--output", _runs["again"]).ExitCode);
        Assert.AreEqual(File.ReadAllText(_runs["run/predictions.test.studies.csv"]), File.ReadAllText(_runs["again/predictions.test.studies.csv"]));
    }

    // The run says which column tells studies, and what their scores come to.
    [TestMethod]
    public void StudiesArePredictedAsTheRunMeasuresThem()
    {
        WriteImages();
        Train(""" "kind": "regression" """, """ "valueColumn": "age" """, "pair", "mean");
        var predict = CommandLine.Run("predict", _runs["run"], _runs["list.csv"], "--output", _runs["out.csv"]);
        Assert.AreEqual(0, predict.ExitCode, predict.Error);
        StringAssert.Contains(predict.Out, "24 studies.");
        Assert.AreEqual("study,age,predicted,error", File.ReadLines(_runs["out.studies.csv"]).First());
        var (images, studies) = (Numbers("out.csv"), Numbers("out.studies.csv"));
        for (var i = 0; i < 24; i++) Assert.AreEqual((images[2 * i] + images[2 * i + 1]) / 2, studies[i], 1e-3f);
        // Those of the test are its last twelve images: what the run wrote of them is what is predicted.
        var written = File.ReadAllLines(_runs["run/predictions.test.studies.csv"]).Skip(1).Select(line => float.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture)).ToArray();
        for (var i = 0; i < 6; i++) Assert.AreEqual(written[i], studies[18 + i], 1e-3f);

        // Studies may be numbered anew for each patient.
        StringAssert.StartsWith(File.ReadLines(_runs["out.studies.csv"]).ElementAt(1), "w0/p0,");

        // Another column.
        var own = CommandLine.Run("predict", _runs["run"], _runs["list.csv"], "--study-column", "alone", "--output", _runs["own.csv"]);
        Assert.AreEqual(0, own.ExitCode, own.Error);
        CollectionAssert.AreEqual(images, Numbers("own.studies.csv"));
    }

    [TestMethod]
    public void StudiesThatCannotBeKnownAreRefused()
    {
        WriteImages();
        Train(""" "kind": "regression" """, """ "valueColumn": "age" """, "pair", study: null);
        string[] predict = ["predict", _runs["run"], _runs["list.csv"], "--output", _runs["out.csv"]];
        CommandLine.Run([.. predict, "--study-column", "pair"]).AssertRefused("--study must say what the scores of a study's images come to: max or mean. Received nothing, and the model's run has no 'output.study'.");
        CommandLine.Run([.. predict, "--study-column", "pear", "--study", "mean"]).AssertRefused("--study-column must name a column of a CSV that tells studies apart. Received: 'pear'. Found: path, split, who, alone, pair, grade, age.");
        CommandLine.Run("predict", _runs["run"], _runs["images"], "--study-column", "pair", "--study", "mean", "--output", _runs["out.csv"]).AssertRefused("is a folder, whose images name no study.");
        CommandLine.Run([.. predict, "--study-column", "pair", "--study", "max"]).AssertRefused("--study must be mean for a Regression model");
        CommandLine.Run("predict", _runs["run"], _runs["list.csv"], "--study", "mean", "--output", "-").AssertRefused("--output must name a file where studies are scored, too");
        Assert.IsFalse(File.Exists(_runs["out.csv"]));
        var given = CommandLine.Run([.. predict, "--study", "mean"]);
        Assert.AreEqual(0, given.ExitCode, given.Error);
        Assert.HasCount(25, File.ReadAllLines(_runs["out.studies.csv"]));
        // Images of a folder have no studies: a run's file that this build cannot read does not matter to them.
        File.WriteAllText(_runs["run/pipeline.resolved.json"], "{");
        var folder = CommandLine.Run("predict", _runs["run"], _runs["images"], "--output", _runs["folder.csv"]);
        Assert.AreEqual(0, folder.ExitCode, folder.Error);
    }

    private static string Rest(string line) => line[line.IndexOf(',', StringComparison.Ordinal)..];

    private float[] Numbers(string file) => [.. File.ReadAllLines(_runs[file]).Skip(1).Select(line => float.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];

    private RunResult Train(string task, string data, string studyColumn, string? study)
    {
        var file = _runs.Write("pipeline.json", $$"""
            {
              "name": "studies",
              "data": { "dataset": "csv", "folder": {{JsonSerializer.Serialize(_runs.Root)}}, "csv": "list.csv", "splitColumn": "split", "patientColumn": "who", "studyColumn": "{{studyColumn}}", "train": ["train"], "test": ["test"], "validationFraction": 0.3, {{data}} },
              "task": { {{task}} },
              "image": { "size": 32, "channels": 1 },
              "training": { "batchSize": 8, "epochs": 1 },
              "output": { {{(study is null ? "" : $"\"study\": \"{study}\"")}} }
            }
            """);
        var train = CommandLine.Run("train", file, "--output", _runs["run"]);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        return RunJson.Read(File.ReadAllText(_runs["run/metrics.json"]));
    }

    // Squares of three shades with a gradient of their own; two neighbours are a pair, of one patient.
    private void WriteImages()
    {
        var lines = new List<string> { "path,split,who,alone,pair,grade,age" };
        for (var i = 0; i < 48; i++)
        {
            var shade = i / 2 % 3;
            MlNetTL.Images.ImageEncoder.WriteJpeg(_runs[$"images/{i}.jpg"], [.. Enumerable.Range(0, 32 * 32).Select(p => (byte)(20 + 80 * shade + p % 32 + i))], 32, 32);
            lines.Add($"images/{i}.jpg,{(i < 36 ? "train" : "test")},w{i / 2},s{i},p{i / 2},{shade},{30 + 10 * shade}");
        }
        _runs.Write("list.csv", string.Join('\n', lines) + "\n");
    }
}
