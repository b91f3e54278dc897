using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Training;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class PhaseSettingsTests
{
    [TestMethod]
    public void PhasesReachTheTrainerAndSayHowManyEpochsThereAre()
    {
        var pipeline = Parse(""" "phases": [{ "epochs": 2, "train": "head", "learningRate": 0.001 }, { "epochs": 8, "restartSchedule": true }] """);
        Assert.AreEqual(10, pipeline.Training.Epochs);
        var options = TrainerOptions.Of(pipeline, "Label", "Image");
        CollectionAssert.AreEqual(new TrainingPhase[] { new(2, "head", 0.001), new(8, "all", null, true) }, options.Phases!.ToArray());
        options.Validate();
        // Written out, the file says the same.
        Assert.AreEqual(10, PipelineFile.Parse(PipelineFile.ToJson(pipeline)).Training.Epochs);
        Assert.AreEqual(7, Parse(""" "epochs": 7, "phases": [{ "epochs": 3, "train": "stage2" }, { "epochs": 4, "train": "stem" }] """).Training.Epochs);
    }

    [TestMethod]
    public void WhatContradictsIsNamedTogetherWithItsLine()
    {
        const string Training = """
            "epochs": 7, "unfreezeEvery": 1, "phases": [{ "epochs": 0, "train": "stage2", "learningRate": 0 }, { "epochs": 4, "train": "head" }, { "epochs": 1, "train": "haed" }]
            """;
        var message = Assert.ThrowsExactly<PipelineException>(() => Parse(Training, """ "backbone": "resnet18", "frozen": true """)).Message;
        foreach (var problem in new[]
                 {
                     "training.phases[0].epochs must be at least 1. Received: 0.",
                     "training.phases[0].learningRate must lie above 0 and be finite, or be absent. Received: 0.",
                     "training.phases[1].train must train no less than the phase before it, 'stage2'. Received: 'head'.",
                     "training.phases[2].train must be one of head, stage4, stage3, stage2, stage1, stem, all. Received: 'haed'. Did you mean 'head'?",
                     "training.epochs must be absent, or be the sum of the phases' epochs, 5. Received: 7.",
                     "training.unfreezeEvery must be absent where 'phases' say which stages train. Received: 1.",
                     "training.phases need pretrained 'model.weights': stages from scratch learn nothing while they are frozen. Received: 'stage2'.",
                     "model.frozen must be absent where 'training.phases' say which stages train.",
                 })
            StringAssert.Contains(message, problem);
    }

    private static Pipeline Parse(string training, string model = """ "weights": "imagenet" """) => PipelineFile.Parse($$"""
        { "name": "x", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["Edema"] }, "model": { {{model}} },
          "training": { {{training}} } }
        """);
}
