using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Backbones;
using MlNetTL.Tests.Scoring.Features;
using MlNetTL.Training;
using MlNetTL.Weights;
using TorchSharp;

namespace MlNetTL.Tests.Training;

/// <summary>Hidden layers with an activation, dropout and batch normalisation, from the fit through the zip to other fits.</summary>
[TestClass]
public sealed class TopFitTests
{
    [TestMethod]
    public void AZipGivesTheScoresOfItsModelAndItsHeadToOthers()
    {
        using var images = new StripedImages(16);
        var options = Options();
        options.Preprocessing = new([0.4f], [0.3f]);
        using var trained = images.Load().Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(options)).Fit(images.View);
        images.ML.Model.Save(trained, images.View.Schema, images["model.zip"]);
        var logits = trained.Transform(images.View).GetColumn<float>("Score").ToArray();
        var loaded = images.ML.Model.Load(images["model.zip"], out _);
        CollectionAssert.AreEqual(logits, loaded.Transform(images.View).GetColumn<float>("Score").ToArray());
        ((IDisposable)loaded).Dispose();

        using var features = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images) with { Weights = images["model.zip"], Stage = "head" }).Fit(images.View);
        Assert.AreEqual(new Top(1, [6, 5], TopActivation.Gelu, BatchNorm: true), features.LastTransformer.Description.Head);
        var found = FeaturizeImagesTests.Features(features, images);
        for (var i = 0; i < logits.Length; i++) Assert.AreEqual(logits[i], found[i].Single(), 1e-5f * Math.Max(1, Math.Abs(logits[i])));

        // A head is taken whole by one of its form, running figures and all, and not by another.
        using var scope = torch.NewDisposeScope();
        var given = trained.LastTransformer.Model.Network.state_dict();
        foreach (var (top, fits) in new[] { (options.TopOf(1), true), (options.TopOf(1) with { Activation = TopActivation.None, Dropout = 0 }, true), (options.TopOf(1) with { BatchNorm = false }, false), (options.TopOf(2), false) })
        {
            using var network = BackboneTable.All["resnet18"].Build(1, top, seed: 8);
            PretrainedWeights.Load(network, BackboneTable.All["resnet18"], images["model.zip"], _ => { });
            var state = network.state_dict();
            Assert.AreEqual(fits, state.Keys.Where(network.IsHead).All(name => given.TryGetValue(name, out var value) && value.shape.SequenceEqual(state[name].shape) && value.allclose(state[name])), $"{top}");
        }
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameBitsAndEachSettingOthers()
    {
        using var images = new StripedImages(16);
        float[] Fit(Action<ImageTransferLearningTrainer.Options>? change = null)
        {
            var options = Options();
            change?.Invoke(options);
            using var model = images.Fit(options);
            return StripedImages.Values(model);
        }
        var first = Fit();
        CollectionAssert.AreEqual(first, Fit());
        foreach (var change in new Action<ImageTransferLearningTrainer.Options>[] { options => options.HiddenActivation = TopActivation.Silu, options => options.HiddenDropout = 0.25, options => options.HiddenBatchNorm = false })
            CollectionAssert.AreNotEqual(first, Fit(change));
    }

    [TestMethod]
    public void WhatDoesNotHoldIsTold()
    {
        var options = new ImageTransferLearningTrainer.Options { HiddenDropout = 1, HiddenActivation = (TopActivation)9 };
        var error = Assert.ThrowsExactly<ArgumentException>(() => options.Validate());
        StringAssert.Contains(error.Message, "HiddenDropout must be at least 0 and below 1. Received: 1.");
        StringAssert.Contains(error.Message, "HiddenActivation must be one of Relu, Gelu, Silu, None. Received: 9.");
        foreach (var idle in new ImageTransferLearningTrainer.Options[] { new() { HiddenDropout = 0.1 }, new() { HiddenActivation = TopActivation.None }, new() { HiddenBatchNorm = true } })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => idle.Validate()).Message, "need HiddenLayers to follow. Received: none.");
    }

    private static ImageTransferLearningTrainer.Options Options()
    {
        var options = StripedImages.Quick(epochs: 1);
        (options.HiddenLayers, options.HiddenActivation, options.HiddenDropout, options.HiddenBatchNorm) = ([6, 5], TopActivation.Gelu, 0.5, true);
        return options;
    }
}
