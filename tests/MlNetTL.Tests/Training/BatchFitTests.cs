using System.ComponentModel;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Training;
using TorchSharp;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class BatchFitTests
{
    private static readonly ImageTransferLearningTrainer.Options s_hyperRule = new() { Backbone = "resnet18", BatchSize = 32, AccumulationSteps = 16 };

    [TestMethod]
    public void PartsAreDivisorsOfAStepUpTo256() =>
        CollectionAssert.AreEqual(new[] { 256, 128, 64, 32, 16, 8, 4, 2 }, BatchFit.SizesOf(512).ToArray());

    [TestMethod]
    [DataRow(48, new[] { 48, 24, 16, 12, 8, 6, 4, 3, 2 })]
    [DataRow(2, new[] { 2 })]
    [DataRow(7, new[] { 7 })]
    [DataRow(257, new[] { 257 })]
    [DataRow(263, new[] { 263 })]
    [DataRow(1_052, new[] { 263, 4, 2 })]
    [DataRow(262, new[] { 131, 2 })]
    public void SmallStepsNeedNoPowerOfTwo(int step, int[] sizes) => CollectionAssert.AreEqual(sizes, BatchFit.SizesOf(step).ToArray());

    [TestMethod]
    public void TheRiseOfFewImagesTellsHowManyFit()
    {
        // 100 MB an image beside 300 MB: with 80 % of 10 GB free, 77 images fit.
        var fit = BatchFit.ByRise(s_hyperRule, images => 300_000_000 + 100_000_000L * images, available: 10_000_000_000);
        Assert.AreEqual((64, 8), (fit.BatchSize, fit.AccumulationSteps));
        Assert.AreEqual("Batch size: 64, 8 parts a step of 512 images: an image takes 100 MB beside 300 MB for gradients and optimiser, and 10.0 GB are free.", fit.Reason);
        var error = Assert.ThrowsExactly<InsufficientMemoryException>(() => BatchFit.ByRise(s_hyperRule, images => 300_000_000 + 100_000_000L * images, available: 500_000_000));
        StringAssert.Contains(error.Message, "take smaller images");
        Assert.AreEqual((32, 16), BatchFit.ByRise(s_hyperRule, _ => null, 1) is var same ? (same.BatchSize, same.AccumulationSteps) : default);
    }

    // 257 and 263 are primes: 30.3 GB are needed of 257 images.
    [TestMethod]
    public void AStepThatCannotBeDividedStaysWhereItFitsAndIsToldWhereItDoesNot()
    {
        var prime = new ImageTransferLearningTrainer.Options { Backbone = "resnet18", BatchSize = 257 };
        var fit = BatchFit.ByRise(prime, Rise, available: 100_000_000_000);
        Assert.AreEqual((257, 1), (fit.BatchSize, fit.AccumulationSteps));
        var fitted = BatchFit.ByTrial(prime, _ => null);
        Assert.AreEqual((257, 1), (fitted.BatchSize, fitted.AccumulationSteps));
        var error = Assert.ThrowsExactly<InsufficientMemoryException>(() => BatchFit.ByRise(prime, Rise, available: 10_000_000_000));
        StringAssert.Contains(error.Message, "A step of 257 images has no equal parts of fewer than 257; one of 256 has.");
        error = Assert.ThrowsExactly<InsufficientMemoryException>(() => BatchFit.ByTrial(prime, _ => throw new Win32Exception(0, "CUDA out of memory.")));
        StringAssert.Contains(error.Message, "one of 256 has.");

        static long? Rise(int images) => 300_000_000 + 100_000_000L * images;
    }

    [TestMethod]
    public void WhatAFitHoldsBesideItsStepIsThereWhenItIsMeasured()
    {
        var options = new ImageTransferLearningTrainer.Options { Backbone = "resnet18", ValidationFraction = 0 };
        int state;
        using (var network = BackboneTable.All["resnet18"].Build(1, new Top(1), seed: 0)) state = network.state_dict().Count;
        var alone = Held(options);
        options.AveragingDecay = 0.9;
        Assert.AreEqual(alone + state, Held(options), "The average of the weights.");
        options.ValidationFraction = 0.1;
        Assert.AreEqual(alone + 2 * state, Held(options), "And the best ones.");

        static long Held(ImageTransferLearningTrainer.Options options)
        {
            var before = Count();
            using var step = new BatchFit.SampleStep(options, new(1, 32, 32), outputs: 1, torch.CPU);
            return Count() - before;
        }
    }

    [TestMethod]
    public void OfADeviceThatSaysNoTheLargestIsFoundByTrial()
    {
        var taken = new List<int>();
        long? Take(int images)
        {
            taken.Add(images);
            return images <= 90 ? null : throw new Win32Exception(0, "CUDA out of memory. Tried to allocate 2.00 GiB.");
        }
        var fit = BatchFit.ByTrial(s_hyperRule, Take);
        Assert.AreEqual((64, 8), (fit.BatchSize, fit.AccumulationSteps), "80 images fitted, a quarter more than 64.");
        CollectionAssert.AreEqual(new[] { 320, 160, 80 }, taken);
        StringAssert.StartsWith(Assert.ThrowsExactly<InsufficientMemoryException>(() => BatchFit.ByTrial(s_hyperRule, _ => throw new Win32Exception(0, "CUDA out of memory."))).Message, "Out of memory");
        Assert.ThrowsExactly<Win32Exception>(() => BatchFit.ByTrial(s_hyperRule, _ => throw new Win32Exception(0, "CUDA error: device-side assert triggered")));
    }

    [TestMethod]
    public void TheProductOfBothStaysAndNothingIsLeftBehind()
    {
        using var images = new StripedImages(4);
        var options = StripedImages.Quick();
        (options.BatchSize, options.AccumulationSteps, options.AveragingDecay) = (2, 6, 0.9);
        Find();
        Assert.AreEqual((12, 1), (options.BatchSize, options.AccumulationSteps), "Twelve images of 32 px fit into any memory.");
        // TorchSharp counts the parameters of a module that was disposed.
        var parameters = Left(() => BackboneTable.All["resnet18"].Build(1, new Top(1), seed: 0).Dispose());
        Assert.AreEqual(parameters, Left(Find), "Nothing but what building a network leaves.");

        void Find() => StringAssert.Contains(options.FitBatchToMemory(images.ML, new ImageLayout(1, 32, 32), outputs: 1), "12");

        static long Left(Action act)
        {
            var before = Count();
            act();
            return Count() - before;
        }
    }

    private static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }
}
