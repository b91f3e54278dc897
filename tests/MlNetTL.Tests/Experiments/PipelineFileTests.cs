using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class PipelineFileTests
{
    private const string Least = """{ "name": "a", "data": { "dataset": "chexpert" }, "task": { "kind": "binary", "labels": ["Edema"] } }""";

    [TestMethod]
    public void ReadsTheLeastAndFillsInDefaults()
    {
        var pipeline = PipelineFile.Parse(Least);
        Assert.AreEqual(DatasetKind.Chexpert, pipeline.Data.Dataset);
        Assert.AreEqual(new DecodeSettings(224, 224), pipeline.Image.ToDecodeSettings());
        Assert.AreEqual(32, pipeline.Training.BatchSize);
        Assert.AreEqual(OptimizerKind.Adam, pipeline.Training.Optimizer.Name);
        Assert.IsNull(pipeline.Model.Weights);
        Assert.IsEmpty(pipeline.Augmentation);
    }

    [TestMethod]
    public void ReadsCommentsTrailingCommasAndEveryKindOfValue()
    {
        var pipeline = PipelineFile.Parse("""
            // What to expect: nothing.
            { "$schema": "x.json", "name": "a", "seed": 7, /* why */
              "data": { "dataset": "csv", "csv": "rows.csv", "labelColumn": "kind", "splitColumn": "split", "train": ["train"], "test": ["test",] },
              "task": { "kind": "multiclass", "uncertain": "smoothedOnes" },
              "image": { "width": 300, "height": 200, "channels": 1, "pixelType": "uInt16", "resize": "pad", "unreadable": "missing" },
              "augmentation": [ { "kind": "flip", "probability": 0.25 }, { "kind": "rotate", "maximumDegrees": 5 } ],
              "model": { "backbone": "resnet50", "weights": "imagenet", "top": [128], "frozen": true },
              "training": { "optimizer": { "name": "sgd", "momentum": 0.8 }, "patience": 3, "classWeights": "balanced", "device": "cuda:1" },
            }
            """);
        Assert.AreEqual(new DecodeSettings(200, 300, 1, PixelType.UInt16, ResizeMode.Pad), pipeline.Image.ToDecodeSettings());
        Assert.AreEqual(UncertainPolicy.SmoothedOnes, pipeline.Task.Uncertain);
        Assert.AreEqual(0.25, pipeline.Augmentation[0].Probability);
        CollectionAssert.AreEqual(new[] { 128 }, pipeline.Model.Top.ToArray());
        Assert.AreEqual(3, pipeline.Training.Patience);
        Assert.AreEqual(0.8, pipeline.Training.Optimizer.Momentum);
    }

    [TestMethod]
    public void ListsEveryProblemOfAFileWithItsLineAndASuggestion()
    {
        var error = Refusal("""
            {
              "name": "a",
              "data": { "dataset": "chexpart" },
              "task": { "kind": "binary", "labels": "Edema" },
              "training": {
                "batchsize": 16,
                "epochs": 2.5,
                "epochs": 3,
                "learningRate": "fast"
              }
            }
            """);
        Assert.AreEqual(string.Join(Environment.NewLine,
            "p.json has 6 problems:",
            $"  line 3: data.dataset must be one of {string.Join(", ", Enum.GetNames<DatasetKind>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName))}. Received: 'chexpart'. Did you mean 'chexpert'?",
            "  line 4: task.labels must be a list [ … ]. Received: 'Edema'.",
            $"  line 6: Unknown setting 'batchsize' in 'training'. Did you mean 'batchSize'? Known: {string.Join(", ", typeof(TrainingSettings).GetConstructors()[0].GetParameters().Select(parameter => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!)))}.",
            "  line 7: training.epochs must be a whole number. Received: 2.5.",
            "  line 8: training.epochs must be set once. Received: 2 times, first in line 7.",
            "  line 9: training.learningRate must be a number. Received: 'fast'."), error.Message);
    }

    [TestMethod]
    public void UnknownSettingsDoNotHideValuesOutOfRange()
    {
        var error = Refusal("""
            { "name": "a/b", "data": { "dataset": "phantoms" }, "task": { "kind": "multiLabel", "labels": [] },
              "image": { "channels": 65 },
              "augmentation": [ { "kind": "flip" }, { "kind": "crop", "maximumDegrees": 3 } ],
              "trainning": {},
              "model": { "frozen": true },
              "training": { "batchSize": 0,
                            "optimizer": { "name": "sgd", "momentum": 1 } } }
            """);
        var messages = error.Problems.Select(problem => problem.ToString()).ToArray();
        CollectionAssert.Contains(messages, "line 1: name must be made of letters, digits, '-', '_' and '.', because a folder is named after it. Received: 'a/b'.");
        CollectionAssert.Contains(messages, "line 1: task.labels must hold the labels of a multiLabel task. Received: 0.");
        CollectionAssert.Contains(messages, "line 2: image.channels must be 1 (grey), 3 (colour) or the number of bands, at most 64. Received: 65.");
        CollectionAssert.Contains(messages, "line 3: augmentation[1].maximumDegrees belongs to rotate, affine only. Received: 3.");
        CollectionAssert.Contains(messages, "line 4: Unknown setting 'trainning'. Did you mean 'training'? Known: $schema, name, data, task, description, seed, image, augmentation, model, training, output.");
        CollectionAssert.Contains(messages, "line 6: training.batchSize must be at least 2. Received: 0.");
        CollectionAssert.Contains(messages, "line 7: training.optimizer.momentum must be at least 0 and below 1. Received: 1.");
        Assert.HasCount(8, messages);
    }

    [TestMethod]
    public void OptimizersAndSchedulesThatCannotBeAreNamedAtOnce()
    {
        var messages = Refusal("""
            { "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["x"] },
              "training": { "gradientClipping": 0,
                            "optimizer": { "name": "adam", "nesterov": true, "initialMomentum": 1, "beta1": 1, "epsilon": 0 },
                            "schedule": { "name": "cosine", "warmupSteps": -1, "finalFactor": 1, "milestones": [2, 1] } } }
            """).Problems.Select(problem => problem.ToString()).ToArray();
        CollectionAssert.AreEquivalent(new[]
        {
            "line 2: training.gradientClipping must lie above 0 and be finite, or be absent. Received: 0.",
            "line 3: training.optimizer.nesterov belongs to sgd only. Received: True.",
            "line 3: training.optimizer.initialMomentum belongs to coolMomentum only. Received: 1.",
            "line 3: training.optimizer.beta1 must be at least 0 and below 1. Received: 1.",
            "line 3: training.optimizer.epsilon must lie above 0. Received: 0.",
            "line 4: training.schedule.warmupSteps must be at least 0. Received: -1.",
            "line 4: training.schedule.finalFactor must be at least 0 and below 1. Received: 1.",
            "line 4: training.schedule.milestones must be epochs above 0, each above the one before, at least one. Received: '[2, 1]'.",
            "line 4: training.schedule.milestones belongs to steps only. Received: it, and the schedule cosine.",
        }, messages);
        StringAssert.Contains(Refusal("""
            { "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["x"] },
              "training": { "schedule": { "name": "cosin" } } }
            """).Message, "training.schedule.name must be one of flat, cosine, exponential, steps, plateau. Received: 'cosin'. Did you mean 'cosine'?");
    }

    [TestMethod]
    public void SettingsWithoutEffectAreNamedAtOnce()
    {
        var messages = Refusal("""
            { "name": "a", "data": { "dataset": "phantoms", "validationFraction": 0 }, "task": { "kind": "binary", "labels": ["x"] }, "model": { "weights": "imagenet", "frozen": true },
              "training": { "averagingWarmup": true, "minimumImprovement": 0.1, "metric": "loss",
                            "optimizer": { "name": "adamW", "momentum": 0.5, "nesterov": false, "initialMomentum": 0.9 },
                            "schedule": { "warmupStartFactor": 0.1 },
                            "stageLearningRateFactor": 0.5, "adaptiveGradientClipping": 0.01 } }
            """).Problems.Select(problem => problem.ToString()).ToArray();
        CollectionAssert.AreEquivalent(new[]
        {
            "line 2: training.averagingWarmup belongs to 'averagingDecay' only. Received: True.",
            "line 2: training.minimumImprovement belongs to 'patience' only. Received: 0.1.",
            "line 2: training.metric must be absent where 'data.validationFraction' is 0: without validation images it chooses no epoch. Received: Loss.",
            "line 3: training.optimizer.momentum belongs to sgd only. Received: 0.5.",
            "line 3: training.optimizer.nesterov belongs to sgd only. Received: False.",
            "line 3: training.optimizer.initialMomentum belongs to coolMomentum only. Received: 0.9.",
            "line 4: training.schedule.warmupStartFactor belongs to a warm-up, of 'warmupSteps' above 0, only. Received: 0.1.",
            "line 5: training.stageLearningRateFactor must be absent where the head alone trains: the factor is of the stages before it. Received: 0.5.",
            "line 5: training.adaptiveGradientClipping must be absent where the head alone trains, which it leaves out. Received: 0.01.",
        }, messages);
    }

    // The name decides what belongs to it: only what holds of every name that it may have been is told.
    [TestMethod]
    public void MisspeltNamesDoNotHideValuesOutOfRange()
    {
        var messages = Refusal("""
            { "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binry", "labels": ["x"] },
              "training": { "epochs": 0, "loss": { "name": "focl", "gamma": 2 },
                            "optimizer": { "name": "adm", "momentum": 0.5, "weightDecay": -1 } } }
            """).Problems.Select(problem => problem.ToString()).ToArray();
        Assert.HasCount(5, messages);
        foreach (var start in new[] { "line 1: task.kind must be one of", "line 2: training.epochs must be at least 1.", "line 2: training.loss.name must be one of", "line 3: training.optimizer.name must be one of", "line 3: training.optimizer.weightDecay must be at least 0." })
            Assert.ContainsSingle(message => message.StartsWith(start, StringComparison.Ordinal), messages);
    }

    [TestMethod]
    public void ASectionThatIsNullIsAsIfItWereAbsent()
    {
        Pipeline Of(string rest) => PipelineFile.Parse($$"""{ "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["x"] }{{rest}} }""");
        Assert.AreEqual(TrainingRuleKind.DataSize, Of(""", "training": null, "augmentation": null""").RuleInForce);
        Assert.IsFalse(Of(""", "augmentation": null""").States("augmentation"));
        Assert.AreEqual(TrainingRuleKind.None, Of(""", "training": {}""").RuleInForce);
        Assert.IsTrue(Of(""", "training": { "rule": "dataSize", "mixing": null }""").States("training.mixing"), "Where null is a value, none, it is stated.");
    }

    [TestMethod]
    public void FreezingThatCannotBeIsNamedAtOnce()
    {
        var messages = Refusal("""
            { "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["x"] },
              "model": { "freezeUpTo": "stage5", "normalization": "weights" },
              "training": { "unfreezeEvery": 0,
                            "stageLearningRateFactor": 2 } }
            """).Problems.Select(problem => problem.ToString()).ToArray();
        CollectionAssert.AreEquivalent(new[]
        {
            "line 2: model.freezeUpTo must be one of stem, stage1, stage2, stage3, stage4, or be absent. Received: 'stage5'. Did you mean 'stage1'?",
            "line 2: model.freezeUpTo needs pretrained 'weights': frozen stages from scratch learn nothing. Received: 'stage5'.",
            "line 3: training.unfreezeEvery needs pretrained 'model.weights': stages from scratch learn nothing while they are frozen. Received: 0.",
            "line 3: training.unfreezeEvery must be at least 1, or absent to leave frozen what is frozen. Received: 0.",
            "line 4: training.stageLearningRateFactor must lie above 0 and be at most 1. Received: 2.",
        }, messages);
        StringAssert.Contains(Refusal("""
            { "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["x"] },
              "model": { "weights": "imagenet", "frozen": true, "freezeUpTo": "stage2" } }
            """).Message, "model.freezeUpTo must be stage4 or absent where 'frozen' is true. Received: 'stage2'.");
        StringAssert.Contains(Refusal("""
            { "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["x"] },
              "model": { "weights": "imagenet", "frozen": true, "pretrainedUse": "meanAndVariance" } }
            """).Message, "model.pretrainedUse must be values where stages are frozen");
    }

    [TestMethod]
    [DataRow("""{ "name": "a" }""", "data must be set. Received: nothing.")]
    [DataRow("""{ "name": null, "data": { "dataset": "phantoms" }, "task": { "kind": "binary" } }""", "name must have a value. Received: null.")]
    [DataRow("[]", "The file must be a group of settings { … }. Received: […].")]
    [DataRow("""{ "name": "a", }}""", "This is not JSON.")]
    [DataRow("", "This is not JSON.")]
    [DataRow("""{ "name": "a", "data": { "dataset": "csv" }, "task": { "kind": "binary", "labels": ["x"] } }""", "data.csv must name the CSV file of a csv data set. Received: nothing.")]
    [DataRow("""{ "name": "a", "data": { "dataset": "chexpert", "train": ["train"], "test": ["train"] }, "task": { "kind": "binary", "labels": ["x"] } }""",
        "data.train and data.test must not share rows. Received: 'train' more than once.")]
    [DataRow("""{ "name": "a", "data": { "dataset": "chexpert", "train": ["training"] }, "task": { "kind": "binary", "labels": ["x"] } }""",
        "data.train must name splits that the data set has, 'train' or 'valid'. Received: 'training'.")]
    public void SaysWhatMustHold(string json, string sentence) => StringAssert.Contains(Refusal(json).Message, sentence);

    [TestMethod]
    public void AMissingFileIsNamedWithItsFullPath()
    {
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => PipelineFile.Read("no-such.json"));
        StringAssert.Contains(error.Message, Path.GetFullPath("no-such.json"));
    }

    [TestMethod]
    public void WhatIsWrittenReadsBackAlike()
    {
        var pipeline = PipelineFile.Parse(Least);
        var text = PipelineFile.ToJson(pipeline);
        StringAssert.Contains(text, "\"batchSize\": 32");
        Assert.AreEqual(text, PipelineFile.ToJson(PipelineFile.Parse(text)));
    }

    [TestMethod]
    public void EveryCommittedPipelineIsReadAndOpensWithWhatToExpect()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "pipelines"), "*.json");
        Assert.IsNotEmpty(files);
        foreach (var file in files)
        {
            var pipeline = PipelineFile.Read(file);
            Assert.AreEqual(Path.GetFileNameWithoutExtension(file), pipeline.Name);
            Assert.AreEqual("../schemas/pipeline.schema.json", pipeline.Schema);
            var opening = string.Join('\n', File.ReadLines(file).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)));
            foreach (var word in new[] { "What to expect", "AUC", "spread", "time", $"train pipelines/{pipeline.Name}.json" }) StringAssert.Contains(opening, word);
        }
    }

    private static PipelineException Refusal(string json) => Assert.ThrowsExactly<PipelineException>(() => PipelineFile.Parse(json, "p.json"));
}
