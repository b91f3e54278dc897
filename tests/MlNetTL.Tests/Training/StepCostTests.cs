using MlNetTL.Backbones;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;
using TorchSharp;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class StepCostTests
{
    [TestMethod]
    public void AStepTrainsTheWholeNetworkAndLeavesNoTensor()
    {
        using var images = new StripedImages(20);
        var view = images.Load().Fit(images.View).Transform(images.View);
        using var data = TaskRows.Draw(images.ML, view, PredictionTask.Binary, new("Image", "Label", null), _ => { }, default);
        Assert.AreEqual(20, data.Rows.Count);
        Assert.AreEqual(1, data.Outputs);
        using var network = BackboneTable.All["resnet18"].Build(1, new Top(1), seed: 1);
        using var input = new NetworkInput(data.Layout, Preprocessing.ImageNet, torch.CPU);
        StepCost Measure() => StepCost.Measure(network, input, data, (new Adam(), 1e-3, 8), torch.CPU, default);
        using var before = network.state_dict()["conv1.weight"].detach().clone();
        var cost = Measure();
        Assert.AreEqual(8, cost.Images);
        Assert.IsGreaterThan(0, cost.Seconds);
        using (torch.NewDisposeScope()) Assert.IsFalse(network.state_dict()["conv1.weight"].allclose(before), "The first layer was trained, too.");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var alive = torch.Tensor.TotalCount;
        Measure();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.AreEqual(alive, torch.Tensor.TotalCount);
    }

    [TestMethod]
    public void AStepThatWouldNotFitIsRefused()
    {
        // 2 images took 1 GB beside 0.12 GB of gradients and moments of 10 million parameters: 30 more need 13.2 GB.
        StepCost.RequireRoom(1_000_000_000, 120_000_000, pilot: 2, batch: 32, available: 13_300_000_000);
        var error = Assert.ThrowsExactly<InsufficientMemoryException>(() => StepCost.RequireRoom(1_000_000_000, 120_000_000, pilot: 2, batch: 32, available: 13_100_000_000));
        StringAssert.Contains(error.Message, "a step of 32 images needs about 13.2 GB more, and 13.1 GB are free.");
    }
}
