using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;

namespace MlNetTL.Tests.Cli;

/// <summary>How a step is computed, from the pipeline file to the trainer and to the run's own file.</summary>
[TestClass]
public sealed class ComputeSettingsTests
{
    [TestMethod]
    public void SettingsReachTheTrainerAndHaveItsDefaults()
    {
        var options = Of(""" "batchSize": 16, "accumulationSteps": 32, "precision": "bfloat16", "channelsLast": false, "activationCheckpointing": true, "allowTF32": true """);
        Assert.AreEqual((16, 32, TrainingPrecision.BFloat16, false, true, true), (options.BatchSize, options.AccumulationSteps, options.Precision, options.ChannelsLast, options.ActivationCheckpointing, options.AllowTF32));
        Assert.AreEqual(TrainingPrecision.Auto, Of(""" "precision": "auto" """).Precision);
        var (absent, defaults) = (Of(""), new ImageTransferLearningTrainer.Options());
        Assert.AreEqual((defaults.AccumulationSteps, defaults.Precision, defaults.ChannelsLast, defaults.ActivationCheckpointing, defaults.AllowTF32), (absent.AccumulationSteps, absent.Precision, absent.ChannelsLast, absent.ActivationCheckpointing, absent.AllowTF32));
    }

    [TestMethod]
    public void AdamsNumbersReachTheTrainerAndHaveItsDefaults()
    {
        Assert.AreEqual(new AdamW(0.8, 0.95, 1e-6, 0.1), Of(""" "optimizer": { "name": "adamW", "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6, "weightDecay": 0.1 } """).Optimizer);
        Assert.AreEqual(new Adam(Beta2: 0.99), Of(""" "optimizer": { "beta2": 0.99 } """).Optimizer);
        Assert.AreEqual(new AdamW(WeightDecay: 0), Of(""" "optimizer": { "name": "adamW" } """).Optimizer);
        var error = Assert.ThrowsExactly<PipelineException>(() => Of(""" "optimizer": { "name": "sgd", "beta1": 0.8, "epsilon": 1e-6 } """));
        StringAssert.Contains(error.Message, "training.optimizer.beta1 belongs to adam and adamW only. Received: 0.8.");
        StringAssert.Contains(error.Message, "training.optimizer.epsilon belongs to adam and adamW only");
    }

    [TestMethod]
    public void WhatCannotBeIsRefused()
    {
        var error = Assert.ThrowsExactly<PipelineException>(() => Of(""" "accumulationSteps": 0, "precision": "float16" """));
        StringAssert.Contains(error.Message, "training.precision must be one of float32, bfloat16, auto. Received: 'float16'.");
        StringAssert.Contains(error.Message, "training.accumulationSteps must be at least 1");
    }

    [TestMethod]
    public void ARunStatesTheBatchSizeThatItFound()
    {
        using var runs = new TinyRuns();
        var pipeline = runs.MultiLabel();
        File.WriteAllText(pipeline, File.ReadAllText(pipeline).Replace("\"training\": {", "\"training\": { \"fitBatchToMemory\": true, \"accumulationSteps\": 4,", StringComparison.Ordinal));
        var given = PipelineFile.Read(pipeline).Training;
        Assert.IsTrue(given.FitBatchToMemory);
        var train = CommandLine.Run("train", pipeline, "--output", runs["run"]);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        StringAssert.Contains(train.Out, $"Batch size: {4 * given.BatchSize}, 1 parts a step");
        var resolved = PipelineFile.Read(runs["run/pipeline.resolved.json"]).Training;
        Assert.AreEqual((4 * given.BatchSize, 1, false), (resolved.BatchSize, resolved.AccumulationSteps, resolved.FitBatchToMemory));
    }

    [TestMethod]
    public void ARunSaysWhatAutoMeasuredInItsOutputReportAndMetrics()
    {
        using var runs = new TinyRuns();
        var pipeline = runs.MultiLabel();
        File.WriteAllText(pipeline, File.ReadAllText(pipeline).Replace("\"training\": {", "\"training\": { \"precision\": \"auto\",", StringComparison.Ordinal));
        var train = CommandLine.Run("train", pipeline, "--output", runs["run"]);
        Assert.AreEqual(0, train.ExitCode, train.Error);
        var note = RunJson.Read(File.ReadAllText(runs["run/metrics.json"])).Notes!.Single();
        StringAssert.StartsWith(note, "Precision: ");
        // Lines are wrapped at the width of the terminal.
        StringAssert.Contains(train.Out.ReplaceLineEndings(" "), note[..40]);
        StringAssert.Contains(File.ReadAllText(runs["run/report.html"]), note);
    }

    [TestMethod]
    public void TheSearchForARateFitsItsStepsToo()
    {
        using var runs = new TinyRuns();
        var pipeline = runs.MultiLabel();
        File.WriteAllText(pipeline, File.ReadAllText(pipeline).Replace("\"training\": { \"batchSize\": 16", "\"training\": { \"fitBatchToMemory\": true, \"accumulationSteps\": 4, \"batchSize\": 4", StringComparison.Ordinal));
        var search = CommandLine.Run("find-lr", pipeline, "--steps", "10", "--output", runs["rates"]);
        StringAssert.Contains(search.Out, "Batch size: 16, 1 parts a step of 16 images", search.Error);
    }

    private static ImageTransferLearningTrainer.Options Of(string training) => TrainerOptions.Of(PipelineFile.Parse($$"""
        { "name": "compute", "data": { "dataset": "csv", "csv": "list.csv", "labelColumn": "kind" }, "task": { "kind": "multiclass" }, "training": { {{training}} } }
        """), "Label", "Image");
}
