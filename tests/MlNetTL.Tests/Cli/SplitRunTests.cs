using System.Text.Json.Nodes;
using MlNetTL.Data;

namespace MlNetTL.Tests.Cli;

/// <summary>Splits, label trees and label tables in whole runs.</summary>
[TestClass]
[DoNotParallelize]
public sealed class SplitRunTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    public void ARunTellsItsSplitAndIsMeasuredOnItsOwnTest()
    {
        var train = CommandLine.Run("train", Phantoms("\"split\": { \"test\": 0.3, \"seed\": 5, \"sample\": { \"images\": 12 } }"), "--output", _runs["run"]);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        const string Description = "The images were divided by patient, none in two sets, stratified by label, 30 % to test, 20 % to validate, 12 images to train on, seed 5.";
        StringAssert.Contains(train.Out, Description);
        StringAssert.Contains(train.Out, "The decoded images will take ");
        StringAssert.Contains(File.ReadAllText(_runs["run/report.html"]), Description);
        StringAssert.Contains(File.ReadAllText(_runs["run/pipeline.resolved.json"]), "\"test\": 0.3");
        var split = SplitFile.Read(_runs["run/split.csv"]);
        Assert.AreEqual(12, split.Rows.Count(row => row.Set == "train"));

        var metrics = JsonNode.Parse(File.ReadAllText(_runs["run/metrics.json"]))!;
        var tested = metrics["evaluations"]!.AsArray().Single(evaluation => (string)evaluation!["set"]! == "test")!;
        Assert.AreEqual(split.Rows.Count(row => row.Set == "test"), (int)tested["images"]!);

        var evaluate = CommandLine.Run("evaluate", _runs["run"], "--output", _runs["again"]);
        Assert.AreEqual(0, evaluate.ExitCode, evaluate.Error);
        Assert.AreEqual(File.ReadAllText(_runs["run/predictions.test.csv"]), File.ReadAllText(_runs["again/predictions.test.csv"]));
    }

    // Figures on images that were trained on must never be called those of a test.
    [TestMethod]
    public void AnotherDivisionOfTheImagesIsNoTest()
    {
        const string Remembered = "The model was trained on some or all of these images.";
        Assert.AreEqual(0, CommandLine.Run("train", Phantoms("\"split\": { \"test\": 0.3, \"seed\": 5 }"), "--output", _runs["run"]).ExitCode);

        // Asked for by another seed, the run's own sets are measured: it wrote them down.
        var again = CommandLine.Run("evaluate", _runs["run"], "--pipeline", Phantoms("\"split\": { \"test\": 0.3, \"seed\": 6 }"), "--output", _runs["again"]);
        Assert.AreEqual(0, again.ExitCode, again.Error);
        Assert.AreEqual(File.ReadAllText(_runs["run/predictions.test.csv"]), File.ReadAllText(_runs["again/predictions.test.csv"]));
        Assert.DoesNotContain(Remembered, again.Error);

        // A file of one's own, in which what was trained on is the test.
        var lines = File.ReadAllLines(_runs["run/split.csv"]).Where(line => !line.StartsWith('#'));
        File.WriteAllLines(_runs["mine.csv"], lines.Select(line => line.EndsWith(",test", StringComparison.Ordinal) ? line[..^4] + "train" : line.EndsWith(",train", StringComparison.Ordinal) ? line[..^5] + "test" : line));
        var mine = CommandLine.Run("evaluate", _runs["run"], "--pipeline", Phantoms($"\"split\": {{ \"file\": {System.Text.Json.JsonSerializer.Serialize(_runs["mine.csv"])} }}"), "--output", _runs["mine"]);
        Assert.AreEqual(0, mine.ExitCode, mine.Error);
        StringAssert.Contains(mine.Error.ReplaceLineEndings(" "), Remembered);
        Assert.IsTrue(File.Exists(_runs["mine/predictions.train.csv"]), string.Join(", ", Directory.GetFiles(_runs["mine"])));

        // A division made only now of what a run without one was trained on.
        Assert.AreEqual(0, CommandLine.Run("train", Phantoms("\"validation\": [\"valid\"]"), "--output", _runs["whole"]).ExitCode);
        var late = CommandLine.Run("evaluate", _runs["whole"], "--pipeline", Phantoms("\"split\": { \"test\": 0.3, \"seed\": 5 }"), "--output", _runs["late"]);
        Assert.AreEqual(0, late.ExitCode, late.Error);
        StringAssert.Contains(late.Error.ReplaceLineEndings(" "), Remembered);
    }

    [TestMethod]
    public void AModelIsMeasuredOnTheLabelsThatOtherDataHaveToo()
    {
        var train = CommandLine.Run("train", Phantoms("\"validation\": [\"valid\"]", "\"propagate\": true, \"uncertain\": \"ones\", \"blank\": \"negative\""), "--output", _runs["run"]);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        var images = _runs.ValidationImages();
        File.WriteAllLines(_runs["nih.csv"], ["path,Effusion,Mass,Nodule", .. images.Select((image, i) => $"{Path.GetRelativePath(_runs.Root, image)},{i % 2},{(i % 3 == 0 ? 1 : 0)},{(i % 4 == 0 ? 1 : 0)}")]);
        var other = _runs.Write("nih.json", $$"""
            { "name": "nih", "data": { "dataset": "csv", "folder": "{{_runs.Root}}", "csv": "nih.csv" }, "task": { "kind": "multiLabel", "labels": ["Effusion"] } }
            """);
        var evaluate = CommandLine.Run("evaluate", _runs["run"], "--pipeline", other, "--output", _runs["moved"]);
        Assert.AreEqual(0, evaluate.ExitCode, evaluate.Error);
        StringAssert.Contains(evaluate.Error, "Pleural Effusion is the data's Effusion; Lung Lesion is the data's Mass or Nodule");
        StringAssert.Contains(evaluate.Error, "no label that means the same as Lung Opacity of the model: it is not measured");
        var lines = File.ReadAllLines(_runs["moved/predictions.external.csv"]);
        Assert.AreEqual("Path,Patient,true Pleural Effusion,true Lung Lesion,score Pleural Effusion,score Lung Lesion", lines[0]);
        var truths = lines.Skip(1).Select(line => string.Join(' ', line.Split(',')[2..4])).ToArray();
        CollectionAssert.AreEqual(images.Select((_, i) => $"{i % 2} {(i % 3 == 0 || i % 4 == 0 ? 1 : 0)}").ToArray(), truths);
        // The scores of the labels that are left must be theirs, not those of their neighbours.
        var own = CommandLine.Run("evaluate", _runs["run"], "--output", _runs["own"]);
        Assert.AreEqual(0, own.ExitCode, own.Error);
        var whole = File.ReadAllLines(Directory.EnumerateFiles(_runs["own"], "predictions.*.csv").Single());
        var (effusion, lesion) = (Array.IndexOf(whole[0].Split(','), "score Pleural Effusion"), Array.IndexOf(whole[0].Split(','), "score Lung Lesion"));
        var scores = whole.Skip(1).Select(line => line.Split(',')).ToDictionary(row => row[0], row => $"{row[effusion]} {row[lesion]}");
        foreach (var row in lines.Skip(1).Select(line => line.Split(','))) Assert.AreEqual(scores[row[0]], $"{row[4]} {row[5]}");
    }

    [TestMethod]
    public void DataWithoutAnyOfTheModelsLabelsAreRefused()
    {
        Assert.AreEqual(0, CommandLine.Run("train", Phantoms("\"validation\": [\"valid\"]"), "--output", _runs["run"]).ExitCode);
        File.WriteAllLines(_runs["x.csv"], ["path,Hernia", "a.png,1"]);
        var other = _runs.Write("x.json", $$"""
            { "name": "x", "data": { "dataset": "csv", "folder": "{{_runs.Root}}", "csv": "x.csv" }, "task": { "kind": "multiLabel", "labels": ["Hernia"] } }
            """);
        CommandLine.Run("evaluate", _runs["run"], "--pipeline", other).AssertRefused("The data must have a label of the model", "The data's: path, Hernia");
    }

    [TestMethod]
    public void TheGapBetweenTwoSplitsIsMeasuredInOneCommand()
    {
        var file = Phantoms("\"split\": { \"validation\": 0.2 }");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"training\": {", "\"training\": { \"rule\": \"dataSize\",", StringComparison.Ordinal));
        var run = CommandLine.Run("leakage", file, "--by", "image", "patient", "--epochs", "1", "--output", _runs["leak"]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Out, "By image instead of by patient: AUC ");
        StringAssert.Contains(run.Error, "because the split is by image");
        var comparison = JsonNode.Parse(File.ReadAllText(_runs["leak/leakage.json"]))!;
        Assert.AreEqual("image patient", string.Join(' ', comparison["runs"]!.AsArray().Select(figure => figure!["splitBy"])));
        StringAssert.Contains(File.ReadAllText(_runs["leak/leakage.html"]), "splits compared");
        foreach (var folder in new[] { "by-image", "by-patient" }) Assert.IsTrue(File.Exists(_runs[$"leak/{folder}/report.html"]));
        // Splits are compared under the same settings, chosen once, for the fewer images.
        var results = new[] { "by-image", "by-patient" }.Select(folder => MlNetTL.Experiments.Runs.RunJson.Read(File.ReadAllText(_runs[$"leak/{folder}/metrics.json"]))).ToArray();
        Assert.AreEqual(results[0].Rule, results[1].Rule);
        StringAssert.Contains(results[0].Rule, $"({results.Min(result => result.Data[0].Images)} training images");
        foreach (var part in new[] { "training", "augmentation" })
            Assert.AreEqual($"{JsonNode.Parse(File.ReadAllText(_runs["leak/by-image/pipeline.resolved.json"]))![part]}", $"{JsonNode.Parse(File.ReadAllText(_runs["leak/by-patient/pipeline.resolved.json"]))![part]}");
        var parted = SplitFile.Read(_runs["leak/by-image/split.csv"]).Rows.GroupBy(row => Path.GetDirectoryName(Path.GetDirectoryName(row.Path))).Count(patient => patient.Select(row => row.Set).Distinct().Count() > 1);
        Assert.IsGreaterThan(0, parted, "Without a parted patient there is nothing to compare.");

        CommandLine.Run("leakage", Phantoms("\"split\": { \"validation\": 0.2 }"), "--by", "image").AssertRefused("--by must name two different units or more");
        CommandLine.Run("leakage", Phantoms("\"split\": { \"validation\": 0.2 }")).AssertRefused("A split by source needs the source of every image");
        CommandLine.Run("leakage", Phantoms("\"validation\": [\"valid\"]")).AssertRefused("data.validation must be absent");
    }

    private string Phantoms(string data, string task = "\"uncertain\": \"ones\", \"blank\": \"negative\"") => _runs.Write("phantoms.json", $$"""
        {
          "name": "tiny",
          "data": { "dataset": "phantoms", "view": "frontal", {{data}}, "phantoms": { "trainPatients": 24, "validPatients": 12, "size": 48 } },
          "task": { "kind": "multiLabel", "labels": ["Lung Opacity", "Pleural Effusion", "Lung Lesion"], {{task}} },
          "image": { "size": 32, "channels": 1 },
          "training": { "batchSize": 16, "epochs": 1 },
        }
        """);
}
