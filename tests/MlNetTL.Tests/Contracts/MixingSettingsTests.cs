using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Training;
using MlNetTL.Training.Mixing;

namespace MlNetTL.Tests.Contracts;

/// <summary>Averaging, mixing, sampling and label weights of a pipeline file reach the trainer, and left out they are the trainer's own.</summary>
[TestClass]
public sealed class MixingSettingsTests
{
    [TestMethod]
    public void LeftOutTheyAreTheTrainersOwn()
    {
        var (made, plain) = (Options(""), new ImageTransferLearningTrainer.Options());
        Assert.AreEqual((plain.AveragingDecay, plain.AveragingWarmup, plain.Mixing, plain.Sampling, plain.SamplingBalanceColumnName, plain.LabelWeighting),
            (made.AveragingDecay, made.AveragingWarmup, made.Mixing, made.Sampling, made.SamplingBalanceColumnName, made.LabelWeighting));
    }

    [TestMethod]
    public void EachReachesTheTrainer()
    {
        var made = Options(""" "averagingDecay": 0.99, "averagingWarmup": false, "labelWeights": "effectiveNumber", "effectiveNumberBeta": 0.5 """);
        Assert.AreEqual((0.99, false, ClassWeighting.EffectiveNumber, 0.5), (made.AveragingDecay, made.AveragingWarmup, made.LabelWeighting, made.EffectiveNumberBeta));
        foreach (var row in MixingTable.All.Rows)
        {
            Assert.AreEqual(row.Defaults, Options($$""" "mixing": { "name": "{{row.Name}}" } """).Mixing);
            Assert.AreEqual(row.Defaults with { Alpha = 0.75 }, Options($$""" "mixing": { "name": "{{row.Name}}", "alpha": 0.75 } """).Mixing);
        }
        foreach (var (name, sampling, column) in new (string, RowSampling, string?)[]
                 { ("none", RowSampling.EachOnce, null), ("label", RowSampling.ByLabel, null), ("source", RowSampling.ByColumn, "Source"), ("patient", RowSampling.ByColumn, "Patient") })
        {
            made = Options($$""" "sampling": "{{name}}" """);
            Assert.AreEqual((sampling, column), (made.Sampling, made.SamplingBalanceColumnName));
            made.Validate();
        }
        Assert.HasCount(4, Enum.GetNames<SamplingKind>());
    }

    [TestMethod]
    public void WhatDoesNotHoldIsNamed()
    {
        foreach (var (training, task, problem) in new[]
                 {
                     (""" "averagingDecay": 1 """, Several, "training.averagingDecay must lie above 0 and below 1, or be absent. Received: 1."),
                     (""" "mixing": { "name": "mixup", "alpha": 0 } """, Several, "training.mixing.alpha must lie above 0. Received: 0."),
                     (""" "labelWeights": "balanced" """, One, "training.labelWeights must be absent for a task that has not several labels"),
                     (""" "loss": { "name": "aucMargin", "scoreMargin": 2 } """, One, "training.loss.scoreMargin must be above 0 and at most 1. Received: 2."),
                     (""" "loss": { "name": "aucMargin" } """, """ "kind": "multiclass" """, "training.loss.name must be another than asymmetric and aucMargin for a multiclass task"),
                 })
            StringAssert.Contains(Assert.ThrowsExactly<PipelineException>(() => Parse(training, task)).Message, problem);
    }

    private const string One = """ "kind": "binary", "labels": ["Edema"] """, Several = """ "kind": "multiLabel", "labels": ["Edema", "Cardiomegaly"] """;

    private static ImageTransferLearningTrainer.Options Options(string training) => TrainerOptions.Of(Parse(training, Several), "Labels", "Image");

    private static Pipeline Parse(string training, string task) =>
        PipelineFile.Parse($$"""{ "name": "a", "data": { "dataset": "phantoms" }, "task": { {{task}} }, "training": { {{training}} } }""");
}
