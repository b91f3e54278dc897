using Microsoft.ML;
using MlNetTL.Training;
using MlNetTL.Transforms;
using TorchSharp;

namespace MlNetTL.Tests.Training;

/// <summary>With the body frozen, features that are computed once must give what computing them in each epoch gives.</summary>
[TestClass]
public sealed class FrozenFeaturesTests
{
    private const string Sentence = "are computed once, and the head is trained on them";

    [TestMethod]
    [DataRow("resnet18", null)]
    [DataRow("resnet18", 2)]
    [DataRow("efficientnet_b0", null)] // Has dropout before its head.
    public void TheHeadLearnsTheSameAndBitsRepeat(string backbone, int? unfreezeEvery)
    {
        using var images = new StripedImages(24);
        (float[] Values, List<EpochMetrics> Epochs) Fit(long mostBytes)
        {
            var options = Options(out var epochs);
            options.Backbone = backbone;
            options.UnfreezeEvery = unfreezeEvery;
            options.MostFeatureBytes = mostBytes;
            using var trained = images.Fit(options);
            return (StripedImages.Values(trained), epochs);
        }
        var slow = Fit(0);
        Assert.IsFalse(images.Notes.Any(note => note.Contains(Sentence)));
        Assert.IsTrue(images.Notes.Any(note => note.Contains("each epoch computes them anew")));
        var fast = Fit(1 << 20);
        Assert.IsTrue(images.Notes.Any(note => note.Contains(Sentence)));
        for (var epoch = 0; epoch < 3; epoch++)
        {
            Assert.AreEqual(slow.Epochs[epoch].TrainLoss, fast.Epochs[epoch].TrainLoss, 1e-4);
            Assert.AreEqual(slow.Epochs[epoch].ValidationLoss!.Value, fast.Epochs[epoch].ValidationLoss!.Value, 1e-4);
            Assert.AreEqual(slow.Epochs[epoch].Phase, fast.Epochs[epoch].Phase);
        }
        // Statistics of batch normalisation are sums in another order where a stage joins afterwards.
        for (var i = 0; i < slow.Values.Length; i++) Assert.AreEqual(slow.Values[i], fast.Values[i], 2e-3f + 1e-3f * Math.Abs(slow.Values[i]), $"value {i}");
        CollectionAssert.AreEqual(fast.Values, Fit(1 << 20).Values);
    }

    [TestMethod]
    public void WhatIsAugmentedIsComputedInEachEpoch()
    {
        using var images = new StripedImages(16);
        images.Load().Append(images.ML.Transforms.AugmentImages("Image", null, new RandomFlip()))
            .Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(Options(out _))).Fit(images.View).Dispose();
        Assert.IsFalse(images.Notes.Any(note => note.Contains(Sentence)));
    }

    [TestMethod]
    public void ProgressCountsEveryImageOnceAndCancellingStops()
    {
        using var images = new StripedImages(24);
        var options = Options(out var epochs);
        var steps = new List<TrainingProgress>();
        options.ProgressCallback = steps.Add;
        images.Fit(options).Dispose();
        var featurizing = steps.Where(step => step.Stage == TrainingStage.Featurizing).ToList();
        Assert.AreEqual((24L, 24L, 0, 3), (featurizing[^1].Done, featurizing[^1].Total, featurizing[^1].Epoch, featurizing[^1].Epochs));
        Assert.AreEqual(0, featurizing[^1].Remaining!.Value.TotalSeconds);
        using var cancel = new CancellationTokenSource();
        options.CancellationToken = cancel.Token;
        epochs.Clear();
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Featurizing) cancel.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => images.Fit(options).Dispose());
        Assert.IsEmpty(epochs);
    }

    [TestMethod]
    public void EpochsOnFeaturesLeaveNoTensorBehind()
    {
        using var images = new StripedImages(24);
        var options = Options(out _);
        var tensors = new List<long>();
        options.Epochs = 8;
        options.MetricsCallback = _ => tensors.Add(torch.Tensor.TotalCount);
        images.Fit(options).Dispose();
        Assert.AreEqual(tensors[1], tensors[^1]);
    }

    private static ImageTransferLearningTrainer.Options Options(out List<EpochMetrics> epochs)
    {
        var options = StripedImages.Quick(epochs: 3);
        epochs = [];
        options.FreezeBackbone = true;
        options.MetricsCallback = epochs.Add;
        return options;
    }
}
