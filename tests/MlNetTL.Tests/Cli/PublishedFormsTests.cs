using System.Text.Json;
using MlNetTL.Experiments.Runs;
using MlNetTL.Tests.Data;

namespace MlNetTL.Tests.Cli;

/// <summary>Miniatures of published data sets train through the command line.</summary>
[TestClass]
public sealed class PublishedFormsTests : IDisposable
{
    private readonly TinyRuns _runs = new();
    private int _count;

    public void Dispose() => _runs.Dispose();

    [TestMethod]
    public void ChestXray14Trains()
    {
        ChestXray14Miniature.Write(_runs["data"], trainPatients: 16, testPatients: 8, size: 32);
        var result = Train(""" "dataset": "chestxray14", "test": ["test"] """, """ "kind": "multiLabel", "labels": ["Cardiomegaly", "No Finding"] """, channels: 1);
        var test = result.Evaluations.Single(evaluation => evaluation.Set == "test");
        Assert.AreEqual((16, 8), (test.Images, test.Patients));
        // Every fourth image has a bright heart, every fourth no finding.
        CollectionAssert.AreEqual(new[] { 4, 4 }, test.Labels!.Labels.Select(label => (int)label.Positives).ToArray());
    }

    [TestMethod]
    public void EyePacsTrainsByGradeAndByThreshold()
    {
        EyePacsMiniature.Write(_runs["data"], trainPatients: 15, testPatients: 11, size: 32);
        var data = """ "dataset": "eyepacs", "test": ["privateTest"] """;
        var grades = Train(data, """ "kind": "multiclass", "labels": ["0", "1", "2", "3", "4"] """, channels: 3).Evaluations[^1];
        Assert.AreEqual((20, 10), (grades.Images, grades.Patients));
        CollectionAssert.AreEqual(new[] { 4, 4, 4, 4, 4 }, grades.Classes!.Classes.Select(grade => (int)grade.Rows).ToArray());
        var threshold = Train(data, """ "kind": "binary", "labels": ["grade >= 3"] """, channels: 3).Evaluations[^1];
        Assert.AreEqual(8, threshold.Labels!.Labels.Single().Positives);
    }

    [TestMethod]
    public void ClassFoldersTrain()
    {
        for (var i = 0; i < 24; i++)
            SmallPicture.Write(_runs[$"data/{(i < 16 ? "train" : "test")}/{(i % 2 == 0 ? "dark" : "bright")}/p{i / 2}_{i}.png"], 32, i, i % 2 == 0 ? 60 : 190);
        var test = Train(""" "dataset": "folders", "train": ["train"], "test": ["test"], "patientPattern": "^(p[0-9]+)_" """, """ "kind": "multiclass" """, channels: 1).Evaluations[^1];
        Assert.AreEqual((8, 4), (test.Images, test.Patients));
        CollectionAssert.AreEqual(new[] { "bright", "dark" }, test.Names.ToArray());
    }

    [TestMethod]
    public void NucleiTrainWithWholeTilesHeldOut()
    {
        CoNSePMiniature.Write(_runs["data"]);
        var result = Train(""" "dataset": "consep", "train": ["train"], "test": ["test"], "classes": 4 """, """ "kind": "multiclass" """, channels: 3);
        var (train, test) = (result.Data.Single(count => count.Set == "train"), result.Evaluations.Single(evaluation => evaluation.Set == "test"));
        Assert.IsGreaterThan(2, train.Images);
        Assert.IsGreaterThan(0, test.Images);
        Assert.HasCount(test.Names.Count, test.Classes!.Classes);
    }

    [TestMethod]
    public void TenBandsOfSixteenBitsTrain()
    {
        BigEarthNetMiniature.WriteV1(_runs["data"]);
        var labels = MlNetTL.Data.BigEarthNetLabels.Nineteen.Take(19).ToArray();
        var result = Train(""" "dataset": "bigearthnet" """, $$""" "kind": "multiLabel", "labels": {{JsonSerializer.Serialize(labels)}} """, channels: 10, pixelType: "uInt16", validationFraction: 0);
        Assert.HasCount(19, result.Evaluations.Single().Labels!.Labels);
        Assert.AreEqual(1, result.History.Count);
    }

    [TestMethod]
    public void FoldersOfTestImagesAreNotTrainedOnUnasked()
    {
        foreach (var file in new[] { "train/a/1.png", "train/b/2.png", "test/a/3.png", "test/b/4.png" }) SmallPicture.Write(_runs[$"data/{file}"], 8, 1, 100);
        var pipeline = _runs.Write("p.json", """{ "name": "p", "data": { "dataset": "folders" }, "task": { "kind": "multiclass" } }""");
        CommandLine.Run("train", pipeline, "--data", _runs["data"], "--output", _runs["run"]).AssertRefused("data.train must name splits, as the folder has several: test, train.");
    }

    [TestMethod]
    public void VerifyComparesTheSetsByTheReadersNames()
    {
        ChestXray14Miniature.Write(_runs["data"], trainPatients: 4, testPatients: 2, size: 8);
        var verify = CommandLine.Run("data", "verify", "--dataset", "chestxray14", "--data", _runs["data"]);
        foreach (var sentence in new[] { "'trainVal' has 8 images; published are 86,524", "'test' has 4 images; published are 25,596", "The data set has 6 patients; published are 30,805" })
            Assert.Contains(sentence, (verify.Out + verify.Error).ReplaceLineEndings(" "));
    }

    private RunResult Train(string data, string task, int channels, string pixelType = "byte", double validationFraction = 0.3)
    {
        var pipeline = _runs.Write("p.json", $$"""
            {
              "name": "p",
              "data": { {{data}}, "folder": {{JsonSerializer.Serialize(_runs["data"])}}, "validationFraction": {{validationFraction.ToString(System.Globalization.CultureInfo.InvariantCulture)}} },
              "task": { {{task}} },
              "image": { "size": 32, "channels": {{channels}}, "pixelType": "{{pixelType}}" },
              "training": { "batchSize": 8, "epochs": 1 }
            }
            """);
        var output = _runs[$"run{_count++}"];
        var train = CommandLine.Run("train", pipeline, "--output", output);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        return RunJson.Read(File.ReadAllText(Path.Combine(output, "metrics.json")));
    }
}
