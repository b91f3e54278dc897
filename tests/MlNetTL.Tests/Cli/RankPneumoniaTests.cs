using MlNetTL.Experiments.Ranking;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Tests.Cli;

/// <summary>On real X-rays the real checkpoints must promise more than random networks, by both measures.</summary>
[TestClass]
[TestCategory(SharedFolder.Category)]
[TestCategory("Long")]
public sealed class RankPneumoniaTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void PretrainedNetworksRankAboveRandomOnes()
    {
        using var runs = new TinyRuns();
        string small = SharedFolder.Require("data/weights/resnet18.pth"), large = SharedFolder.Require("data/weights/resnet50.fp16.safetensors");
        var pipeline = runs.Write("pneumonia.json", """
            { "name": "pneumonia", "data": { "dataset": "csv", "folder": "FOLDER", "csv": "labels.csv", "labelColumn": "label", "patientColumn": "patient", "splitColumn": "split", "train": ["train"] },
              "task": { "kind": "multiclass" }, "image": { "size": 224 }, "training": { "batchSize": 32, "learningRate": 0.0001 } }
            """.Replace("FOLDER", SharedFolder.Require("data/pneumonia")));
        var rank = CommandLine.Run("rank", pipeline, "--images", "450", "--output", runs["rank"], "--candidates",
            $"resnet18:{small}", $"resnet50:{large}", "resnet18:none", "resnet50:none", $"resnet18:{small}@meanVar", $"resnet50:{large}@meanVar");
        Assert.AreEqual(0, rank.ExitCode, rank.Error);
        TestContext.WriteLine(rank.Out);
        var networks = RunJson.ReadRanking(File.ReadAllText(runs["rank/rank.json"])).Networks;
        foreach (var name in new[] { "resnet18", "resnet50" })
        {
            RankedNetwork Of(StartKind start) => networks.Single(network => network.Network == name && network.Start == start);
            Assert.IsGreaterThan(Of(StartKind.Scratch).LogME, Of(StartKind.Pretrained).LogME, name);
            Assert.IsGreaterThan(Of(StartKind.Scratch).HScore, Of(StartKind.Pretrained).HScore, name);
            // The values themselves carry what was learned, not their mean and variance.
            Assert.IsGreaterThan(Of(StartKind.MeanAndVariance).LogME, Of(StartKind.Pretrained).LogME, name);
        }
    }
}
