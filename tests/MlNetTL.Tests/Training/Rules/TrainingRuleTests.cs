using MlNetTL.Backbones;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Training;
using MlNetTL.Training.Mixing;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Rules;
using MlNetTL.Training.Schedules;

namespace MlNetTL.Tests.Training.Rules;

[TestClass]
public sealed class TrainingRuleTests
{
    // The authors' get_schedule and get_lr: supports are the end of the warm-up, the falls and the end.
    [TestMethod]
    [DataRow(512, new[] { 100, 200, 300, 400, 500 })]
    [DataRow(512 * 25, new[] { 100, 200, 300, 400, 500 })]
    [DataRow(512 * 50, new[] { 500, 3_000, 6_000, 9_000, 10_000 })]
    [DataRow(512 * 1000, new[] { 500, 6_000, 12_000, 18_000, 20_000 })]
    public void TheHyperRuleHasTheRateOfItsAuthorsInEveryStep(int images, int[] supports)
    {
        var options = new ImageTransferLearningTrainer.Options().ForHyperRule(images, 224, 224);
        Assert.AreEqual(new Sgd(0.9), options.Optimizer);
        Assert.AreEqual((32, 16), (options.BatchSize, options.AccumulationSteps), "512 images a step.");
        var stepsPerEpoch = images / 512;
        Assert.AreEqual(supports[^1], options.Epochs * stepsPerEpoch);
        var rates = new ScheduledRates(options.Schedule, new(supports[^1], stepsPerEpoch));
        for (var step = 0; step < supports[^1]; step++)
        {
            var expected = step < supports[0] ? 0.003 * step / supports[0] : 0.003 * Math.Pow(0.1, supports[1..^1].Count(fall => step >= fall));
            Assert.AreEqual(expected, options.LearningRate * rates.FactorOf(1 + step / stepsPerEpoch, step % stepsPerEpoch), 1e-12, $"step {step}");
        }
    }

    [TestMethod]
    [DataRow(19_999, 95, 96, "160 x 160 px of which 128 x 128", false)]
    [DataRow(20_000, 96, 96, "512 x 512 px of which 480 x 480", true)]
    public void TheHyperRuleAdvisesASizeAndMixup(int images, int height, int width, string size, bool mixes)
    {
        var rule = HyperRule.For(images, height, width);
        StringAssert.Contains(rule.Advice, size);
        Assert.AreEqual(mixes ? new Mixup(0.1) : null, rule.Mixing);
    }

    // As many images pass as 500 steps of 512 have.
    [TestMethod]
    [DataRow(150)]
    [DataRow(1_500)]
    public void TheHyperRuleRoundsItsEpochsUp(int images)
    {
        var epochs = HyperRule.For(images, 224, 224).Epochs;
        Assert.IsGreaterThanOrEqualTo(500L * 512, (long)epochs * images);
        Assert.IsLessThan(500L * 512, (epochs - 1L) * images);
    }

    [TestMethod]
    public void FewerImagesGetMoreEpochsAndEveryNetworkARunnableRule()
    {
        var epochs = new[] { 150, 1_500, 15_000, 150_000 }.Select(images => DataSizeRule.For(images, pretrained: true, "resnet18").Epochs).ToArray();
        CollectionAssert.AreEqual(epochs.Distinct().OrderDescending().ToArray(), epochs);
        foreach (var row in BackboneTable.All.Rows)
            foreach (var weights in new[] { null, "imagenet" })
                foreach (var images in new[] { 2, 150, 1_000_000 })
                {
                    var options = new ImageTransferLearningTrainer.Options { Backbone = row.Name, Weights = weights, FreezeBackbone = true }.ForDataSize(images);
                    options.Validate();
                    Assert.AreEqual(weights is null ? "all" : "head", StagePlan.Of(options).PhaseOf(1));
                    Assert.AreEqual("all", StagePlan.Of(options).PhaseOf(options.Epochs));
                    Assert.AreEqual(row.Name.StartsWith("nf_", StringComparison.Ordinal), options.AdaptiveGradientClipping is not null);
                }
    }

    [TestMethod]
    [DataRow(500, true, false)]
    [DataRow(501, true, true)]
    [DataRow(500, false, true)]
    public void TheRateFallsWhereThereAreStepsEnough(int images, bool pretrained, bool falls)
    {
        var rule = DataSizeRule.For(images, pretrained, "resnet18");
        var (epochs, stepsPerEpoch) = (rule.Phases[^1].Epochs, (images + 31) / 32);
        var rates = new ScheduledRates(rule.Schedule, new(epochs * stepsPerEpoch, stepsPerEpoch));
        Assert.AreEqual(epochs * stepsPerEpoch / 10, rule.Schedule.WarmupSteps, "A tenth of the steps, rounded down.");
        Assert.AreEqual(0, rates.FactorOf(1, 0));
        var last = rates.FactorOf(epochs, stepsPerEpoch - 1);
        if (falls) Assert.IsLessThan(0.01, last);
        else Assert.AreEqual(1, last);
    }

    [TestMethod]
    public void AFileWithoutTrainingGetsTheRuleAndAStatedSettingOverridesItself()
    {
        var (ruled, origin) = RuleSettings.Resolve(Parse(""), 150);
        var rule = DataSizeRule.For(150, pretrained: true, "resnet18");
        AssertSame(rule, ruled);
        StringAssert.StartsWith(origin, "The rule 'dataSize' (150 training images, pretrained weights) chose training.batchSize, training.optimizer, training.schedule, training.learningRate");
        Assert.IsEmpty(ruled.Validate());

        var (stated, _) = RuleSettings.Resolve(Parse(""", "training": { "rule": "dataSize", "learningRate": 0.02, "epochs": 7 }, "augmentation": []"""), 150);
        Assert.AreEqual((0.02, 7), (stated.Training.LearningRate, stated.Training.Epochs));
        CollectionAssert.AreEqual(new[] { 1, 6 }, stated.Training.Phases.Select(phase => phase.Epochs).ToArray());
        Assert.IsEmpty(stated.Augmentation);
        Assert.AreEqual(OptimizerKind.AdamW, stated.Training.Optimizer.Name);

        // Settings without a rule are what they were, and a file that was written out is not changed.
        foreach (var text in new[] { """, "training": { "epochs": 3 }""", """, "training": { "rule": "none" }""" })
        {
            var pipeline = Parse(text);
            Assert.AreEqual((pipeline, null), RuleSettings.Resolve(pipeline, 150));
        }
        var written = PipelineFile.Parse(PipelineFile.ToJson(ruled));
        Assert.AreEqual(PipelineFile.ToJson(written), PipelineFile.ToJson(RuleSettings.Resolve(written, 9_999).Pipeline with { Stated = null }));
    }

    [TestMethod]
    public void FrozenStagesStayFrozenUnderTheRule()
    {
        var (ruled, _) = RuleSettings.Resolve(PipelineFile.Parse("""
            { "name": "x", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["Edema"] }, "model": { "weights": "imagenet", "freezeUpTo": "stage2" } }
            """), 150);
        Assert.IsEmpty(ruled.Validate());
        Assert.AreEqual("stage3+stage4+head", StagePlan.Of(TrainerOptions.Of(ruled, "Label", "Image")).PhaseOf(1));
    }

    [TestMethod]
    public void AStatedNumberOfAGroupLeavesTheRestOfTheGroupToTheRule()
    {
        var (ruled, _) = RuleSettings.Resolve(Parse(""", "training": { "rule": "dataSize", "optimizer": { "weightDecay": 0.05 }, "schedule": { "warmupSteps": 2 } }"""), 1_500);
        Assert.AreEqual(new OptimizerSettings(OptimizerKind.AdamW, WeightDecay: 0.05), ruled.Training.Optimizer);
        Assert.AreEqual((ScheduleKind.Cosine, 2), (ruled.Training.Schedule.Name, ruled.Training.Schedule.WarmupSteps));
        var (named, _) = RuleSettings.Resolve(Parse(""", "training": { "rule": "dataSize", "optimizer": { "name": "sgd" } }"""), 150);
        Assert.AreEqual(new OptimizerSettings(OptimizerKind.Sgd), named.Training.Optimizer);
    }

    // What will be known of the optimiser once the images are counted is not held against the file before.
    [TestMethod]
    public void NumbersOfWhatTheRuleDoesNotChooseAreRefusedOnceItHasChosen()
    {
        var pipeline = Parse(""", "training": { "rule": "dataSize", "optimizer": { "momentum": 0.5 }, "schedule": { "finalFactor": 0.1 }, "averagingWarmup": false }""");
        var message = Assert.ThrowsExactly<PipelineException>(() => RuleSettings.Resolve(pipeline, 1_500)).Message;
        StringAssert.Contains(message, "training.optimizer.momentum belongs to sgd only. Received: 0.5.");
        Assert.DoesNotContain("finalFactor", message, "The rule's schedule is a cosine.");
        Assert.DoesNotContain("averagingWarmup", message, "The rule averages.");
    }

    [TestMethod]
    public void AHeadAloneHasItsOwnRateAndFeaturesThatAreComputedOnce()
    {
        var (ruled, _) = RuleSettings.Resolve(PipelineFile.Parse("""
            { "name": "x", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["Edema"] }, "model": { "weights": "imagenet", "frozen": true } }
            """), 150);
        Assert.AreEqual(1e-3, ruled.Training.LearningRate);
        Assert.IsEmpty(ruled.Augmentation);
        var (written, _) = RuleSettings.Resolve(PipelineFile.Parse("""
            { "name": "x", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["Edema"] }, "model": { "weights": "imagenet", "frozen": false } }
            """), 150);
        Assert.HasCount(2, written.Training.Phases, "What is stated as it is anyway changes nothing.");
    }

    [TestMethod]
    [DataRow("\"batchSize\": 128", 128, 4)]
    [DataRow("\"batchSize\": 512", 512, 1)]
    [DataRow("\"batchSize\": 16, \"accumulationSteps\": 2", 16, 2)]
    public void AStepOfTheHyperRuleKeepsItsImages(string stated, int batch, int parts)
    {
        var (ruled, _) = RuleSettings.Resolve(Parse($$""", "training": { "rule": "hyperRule", {{stated}} }"""), 1_500);
        Assert.AreEqual((batch, parts), (ruled.Training.BatchSize, ruled.Training.AccumulationSteps));
    }

    [TestMethod]
    public void AWarmUpIsATenthOfTheStepsThatAreTaken()
    {
        var (phases, _) = RuleSettings.Resolve(Parse(""", "training": { "rule": "dataSize", "phases": [{ "epochs": 1, "train": "head" }, { "epochs": 1 }] }"""), 4_000);
        Assert.AreEqual(12, phases.Training.Schedule.WarmupSteps, "Of the 125 steps of an epoch.");
        var (parts, _) = RuleSettings.Resolve(Parse(""", "training": { "rule": "dataSize", "accumulationSteps": 8, "epochs": 11 }"""), 4_000);
        Assert.AreEqual(16, parts.Training.Schedule.WarmupSteps, "Of ten epochs of 16 steps of 256 images.");
    }

    [TestMethod]
    public void WhatTheRuleMakesOfAHierarchyIsCheckedBeforeAnythingIsRead()
    {
        var pipeline = PipelineFile.Parse("""
            { "name": "x", "data": { "dataset": "chexpert", "folder": "x" }, "task": { "kind": "multiLabel", "labels": ["Lung Opacity", "Edema"], "hierarchy": true, "headEpochs": 5 }, "model": { "weights": "imagenet" } }
            """);
        Assert.IsEmpty(RuleSettings.Resolve(pipeline, 10_000).Pipeline.Training.Phases);
        StringAssert.Contains(Assert.ThrowsExactly<PipelineException>(() => RuleSettings.Resolve(pipeline, 200_000)).Message, "training.epochs must be more than the second stage's");
    }

    // 20 epochs of 47 steps: 13 of the first stage, 7 of the second. A tenth of the 846 steps of the rule's long phase are 84; of seven epochs instead of 18 it is 32.
    [TestMethod]
    public void TheSecondStageOfAHierarchyHasTheHeadsRateAndAScheduleOfItsOwn()
    {
        const string Task = """ "kind": "multiLabel", "labels": ["Lung Opacity", "Edema"], "hierarchy": true """;
        var (ruled, origin) = RuleSettings.Resolve(Hierarchical(Task, ""), 1_500);
        StringAssert.Contains(origin, "task.headLearningRate");
        Assert.AreEqual((1e-4, 1e-3, 20, 32), (ruled.Training.LearningRate, ruled.Task.HeadLearningRate, ruled.Training.Epochs, ruled.Training.Schedule.WarmupSteps));
        var options = TrainerOptions.Of(ruled, "Label", "Image");
        var (plan, span) = (StagePlan.Of(options), new ScheduleSpan(20 * 47, 47));
        CollectionAssert.AreEqual(new[] { 1, 14 }, plan.ScheduleStarts.ToArray());
        var rates = new ScheduledRates(options.Schedule, span, starts: plan.ScheduleStarts);
        Assert.AreEqual(1e-3, plan.LearningRateOf(14) * rates.FactorOf(14, 32), 1e-9, "The full rate once it is warm.");
        Assert.AreEqual(0, plan.LearningRateOf(13) * rates.LastOf(13), 1e-8, "The first stage has come to the cosine's end.");
        var inCode = new ImageTransferLearningTrainer.Options { Backbone = "resnet18", Weights = "imagenet", Hierarchy = MlNetTL.Data.CheXpertLabels.Tree }.ForDataSize(1_500);
        Assert.AreEqual((options.Schedule, options.HeadLearningRate, options.LearningRate), (inCode.Schedule, inCode.HeadLearningRate, inCode.LearningRate));

        Assert.IsNull(RuleSettings.Resolve(Hierarchical(Task, """, "training": { "rule": "dataSize", "learningRate": 0.02 }"""), 1_500).Pipeline.Task.HeadLearningRate, "A stated rate is meant for both stages.");
        Assert.AreEqual(0.5, RuleSettings.Resolve(Hierarchical(Task + """, "headLearningRate": 0.5""", ""), 1_500).Pipeline.Task.HeadLearningRate);

        static Pipeline Hierarchical(string task, string more) => PipelineFile.Parse($$"""
            { "name": "x", "data": { "dataset": "chexpert", "folder": "x" }, "task": { {{task}} }, "model": { "weights": "imagenet" }{{more}} }
            """);
    }

    [TestMethod]
    public void TheHyperRuleCanBeNamed()
    {
        var (ruled, origin) = RuleSettings.Resolve(Parse(""", "training": { "rule": "hyperRule" }"""), 1_500);
        AssertSame(HyperRule.For(1_500, 224, 224), ruled);
        StringAssert.Contains(origin, "the rule asks for images of 512 x 512 px");
    }

    // Images of 64 x 80 px that are resized to 224 are small ones to the rule: two of three are, the third is no image.
    [TestMethod]
    public void TheHyperRuleSeesTheImagesAsTheyWereTaken()
    {
        using var folder = new TemporaryFolder();
        string[] files = [Grey("small.png", 80, 64), Grey("tall.png", 64, 80), Grey("large.png", 800, 600), folder["absent.png"]];
        Assert.AreEqual((64, 80), SourceSize.MedianOf([files[0], files[0], files[2], files[3]]));
        Assert.AreEqual((600, 800), SourceSize.MedianOf([files[1], files[2], files[2]]));
        Assert.AreEqual((20, 30), SourceSize.MedianOf([$"{files[2]}#xywh=5,5,30,20"]), "A region is the image that is meant.");
        Assert.IsNull(SourceSize.MedianOf([files[3]]));
        var pipeline = Parse(""", "training": { "rule": "hyperRule" }""");
        StringAssert.Contains(RuleSettings.Resolve(pipeline, 1_500, [files[0], files[1], files[2]]).Origin, "the rule asks for images of 160 x 160 px of which 128 x 128");
        StringAssert.Contains(RuleSettings.Resolve(pipeline, 1_500, [files[2]]).Origin, "The images are 600 x 800 px (height x width) as they were taken: the rule asks for images of 512 x 512 px");

        string Grey(string name, int width, int height)
        {
            using var image = NetVips.Image.Black(width, height);
            image.WriteToFile(folder[name]);
            return folder[name];
        }
    }

    // What the rule says in code is what it says in a pipeline.
    private static void AssertSame(TrainingRule rule, Pipeline pipeline)
    {
        var (inCode, inFile) = (rule.ApplyTo(new() { Backbone = "resnet18" }), TrainerOptions.Of(pipeline, "Label", "Image"));
        foreach (var property in typeof(ImageTransferLearningTrainer.Options).GetProperties().Where(property => property.Name is not ("LabelColumnName" or "Seed" or "Phases" or "ValidationFraction")))
            Assert.AreEqual(Text(property.GetValue(inCode)), Text(property.GetValue(inFile)), property.Name);
        var phases = inFile.Phases is { Count: > 0 } stated ? stated : [new(inFile.Epochs)];
        CollectionAssert.AreEqual(rule.Phases.ToArray(), phases.ToArray());
        CollectionAssert.AreEqual(rule.Augmentation.ToArray(), PipelineChain.Policy(pipeline).Steps.ToArray());

        static string Text(object? value) => value is System.Collections.IEnumerable and not string ? string.Join(", ", ((System.Collections.IEnumerable)value).Cast<object>()) : $"{value}";
    }

    private static Pipeline Parse(string more) => PipelineFile.Parse($$"""
        { "name": "x", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["Edema"] }, "model": { "weights": "imagenet" }, "image": { "size": 224 }{{more}} }
        """);
}
