using System.Diagnostics;
using MlNetTL.Scoring;
using MlNetTL.Training;
using TorchSharp;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class TrainingMemoryTests
{
    [TestMethod]
    public void TwentyEpochsLeaveNoTensorAndNoMemoryBehind()
    {
        using var images = new StripedImages(24);
        var (tensors, memory) = (new List<long>(), new List<long>());
        var options = StripedImages.Quick(epochs: 20);
        options.MetricsCallback = epoch =>
        {
            // The copy of the best weights is made once, at the first epoch that is the best.
            tensors.Add(torch.Tensor.TotalCount);
            memory.Add(Resident());
        };
        var prepared = images.Load().Fit(images.View).Transform(images.View);
        new ImageTransferLearningTrainer(images.ML, PredictionTask.Binary, options).Fit(prepared).Dispose();
        Assert.HasCount(20, tensors);
        Assert.AreEqual(tensors[1], tensors[^1]);
        Assert.IsLessThan(100e6, memory[^1] - memory[4]);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
