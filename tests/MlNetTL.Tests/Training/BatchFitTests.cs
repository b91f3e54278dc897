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
        (options.BatchSize, options.AccumulationSteps) = (2, 6);
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

        static long Count()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return torch.Tensor.TotalCount;
        }
    }
}
