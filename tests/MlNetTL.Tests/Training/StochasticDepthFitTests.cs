using MlNetTL.Backbones;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;
using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

/// <summary>Stochastic depth as a setting: from the options and the pipeline file into the fit.</summary>
[TestClass]
public sealed class StochasticDepthFitTests
{
    [TestMethod]
    public void TheSameSeedGivesTheSameBitsAndEachRateOthers()
    {
        using var images = new StripedImages(16);
        float[] Fit(double? rate)
        {
            var options = StripedImages.Quick(epochs: 1);
            options.StochasticDepth = rate;
            using var model = images.Fit(options);
            return StripedImages.Values(model);
        }
        var (own, half) = (Fit(null), Fit(0.5));
        CollectionAssert.AreEqual(half, Fit(0.5));
        CollectionAssert.AreNotEqual(half, Fit(0.25));
        CollectionAssert.AreNotEqual(half, own);
        CollectionAssert.AreEqual(own, Fit(0), "a ResNet was published without");
    }

    [TestMethod]
    public void TheNetworkHasTheRateOrItsOwn()
    {
        foreach (var (name, stated, expected) in new (string, double?, double?)[]
                 { ("efficientnet_b0", null, 0.2), ("efficientnet_b0", 0, 0), ("efficientnet_b0", 0.4, 0.4), ("resnet18", null, 0), ("resnet18", 0.1, 0.1), ("densenet121", null, null), ("densenet121", 0, null) })
        {
            var options = new ImageTransferLearningTrainer.Options { Backbone = name, StochasticDepth = stated };
            options.Validate();
            using var network = options.BuildNetwork(BackboneTable.All[name], 1, new Top(1), seed: 1);
            Assert.AreEqual(expected, network.Depth?.Rate, name);
        }
    }

    [TestMethod]
    public void WhatDoesNotHoldIsTold()
    {
        foreach (var rate in new[] { -0.1, 1, double.NaN })
            StringAssert.Contains(ProblemsOf("resnet18", rate), $"StochasticDepth must be at least 0 and below 1, or null for the network's own. Received: {rate}.");
        foreach (var name in new[] { "vgg16", "densenet121", "inception_v3" })
            StringAssert.Contains(ProblemsOf(name, 0.1), $"StochasticDepth needs a network with residual branches to leave out: ResNet, NF-ResNet, BiT or EfficientNet. {name} has none. "
                + "Leave it out, or choose another network. Received: 0.1.");

        static string ProblemsOf(string name, double rate) =>
            Assert.ThrowsExactly<ArgumentException>(() => new ImageTransferLearningTrainer.Options { Backbone = name, StochasticDepth = rate }.Validate()).Message;
    }

    [TestMethod]
    public void AHeadAloneIsToldThatNothingIsLeftOut()
    {
        Assert.IsTrue(HintsOf(new() { StochasticDepth = 0.1, FreezeBackbone = true }).Any(hint => hint.StartsWith("StochasticDepth 0.1 leaves out branches of stages that train", StringComparison.Ordinal)));
        foreach (var quiet in new ImageTransferLearningTrainer.Options[] { new() { StochasticDepth = 0.1 }, new() { StochasticDepth = 0, FreezeBackbone = true }, new() { StochasticDepth = 0.1, UnfreezeEvery = 1 } })
            Assert.IsFalse(HintsOf(quiet).Any(hint => hint.StartsWith("StochasticDepth", StringComparison.Ordinal)));

        static string[] HintsOf(ImageTransferLearningTrainer.Options options) => [.. Hints.Of(options, pretrained: null, image: null, new ImageLayout(3, 224, 224))];
    }

    [TestMethod]
    public void APipelineFileStatesIt()
    {
        Assert.AreEqual(0.3, TrainerOptions.Of(Parse(""" "stochasticDepth": 0.3 """), "Label", "Image").StochasticDepth);
        Assert.AreEqual(0, TrainerOptions.Of(Parse(""" "stochasticDepth": 0 """), "Label", "Image").StochasticDepth);
        Assert.IsNull(TrainerOptions.Of(Parse(""), "Label", "Image").StochasticDepth);
        StringAssert.Contains(Assert.ThrowsExactly<PipelineException>(() => Parse(""" "stochasticDepth": 1 """)).Message, "model.stochasticDepth must be at least 0 and below 1, or be absent. Received: 1.");
        Assert.IsEmpty(NetworkProblems.Of(Parse(""" "backbone": "resnet18", "stochasticDepth": 0.1 """)));
        Assert.IsEmpty(NetworkProblems.Of(Parse(""" "backbone": "vgg16", "stochasticDepth": 0 """)));
        var problem = NetworkProblems.Of(Parse(""" "backbone": "vgg16", "stochasticDepth": 0.1 """)).Single();
        Assert.AreEqual("model.stochasticDepth", problem.Path);
        StringAssert.StartsWith(problem.Message, "model.stochasticDepth needs a network with residual branches to leave out: ResNet, NF-ResNet, BiT or EfficientNet. vgg16 has none.");
    }

    private static Pipeline Parse(string model) => PipelineFile.Parse($$"""
        { "name": "depth", "data": { "dataset": "csv", "csv": "list.csv", "labelColumn": "kind" }, "task": { "kind": "multiclass" }, "model": { {{model}} } }
        """);
}
