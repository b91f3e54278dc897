using System.Text.Json;
using MlNetTL.Images;

namespace MlNetTL.Tests.Cli;

/// <summary>A pipeline file that averages, mixes, draws in balance and trains for the AUC, from the command line to the model.</summary>
[TestClass]
public sealed class BalancedSamplingTests
{
    [TestMethod]
    [DataRow("source")]
    [DataRow("patient")]
    [DataRow("label")]
    public void AFileWithAllOfItTrains(string sampling)
    {
        using var runs = new TinyRuns();
        var result = CommandLine.Run("train", Pipeline(runs, sampling, ", \"patientColumn\": \"who\", \"sourceColumn\": \"site\""), "--output", runs["run"]);
        Assert.AreEqual(0, result.ExitCode, result.Error);
        Assert.IsTrue(File.Exists(runs["run/model.zip"]));
    }

    [TestMethod]
    [DataRow("source")]
    [DataRow("patient")]
    public void WhatTheDataDoNotNameIsNotBalanced(string sampling)
    {
        using var runs = new TinyRuns();
        var result = CommandLine.Run("train", Pipeline(runs, sampling, ""), "--output", runs["run"]);
        result.AssertRefused($"training.sampling '{sampling}' needs the {sampling} of every training image, and the data do not name it. Name its column in data.{sampling}Column");
        Assert.IsFalse(Directory.Exists(runs["run"]));
    }

    private static string Pipeline(TinyRuns runs, string sampling, string columns)
    {
        string[] rows = [.. Enumerable.Range(0, 24).Select(i =>
        {
            var pixels = Enumerable.Range(0, 32 * 32).Select(at => (byte)((i % 3 == 0 ? at % 8 : at / 32 % 8) * 20 + i)).ToArray();
            File.WriteAllBytes(runs[$"{i}.png"], ImageEncoder.Png(pixels, 1, 32, 32, PixelType.Byte));
            return $"{i}.png,{(i % 3 == 0 ? 1 : 0)},p{i},{(i % 6 == 0 ? "north" : "south")},{(i < 16 ? "train" : "valid")}";
        })];
        File.WriteAllLines(runs["list.csv"], rows.Prepend("path,ill,who,site,part"));
        return runs.Write("all.json", $$"""
            {
              "name": "all",
              "data": { "dataset": "csv", "folder": {{JsonSerializer.Serialize(runs.Root)}}, "csv": "list.csv", "pathColumn": "path", "labelColumn": "ill", "splitColumn": "part", "train": ["train"], "validation": ["valid"]{{columns}} },
              "task": { "kind": "binary", "labels": ["ill"] },
              "image": { "size": 32, "channels": 1 },
              "training": {
                "batchSize": 8, "epochs": 1, "averagingDecay": 0.9, "mixing": { "name": "cutMix" }, "sampling": "{{sampling}}", "loss": { "name": "aucMargin" }
              }
            }
            """);
    }
}
