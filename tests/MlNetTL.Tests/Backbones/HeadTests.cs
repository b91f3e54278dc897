using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

[TestClass]
public sealed class HeadTests
{
    [TestMethod]
    public void ALinearHeadKeepsTheCheckpointsNameAndComputesFeaturesTimesWeightsPlusBias()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["resnet18"].Build(3, new Top(1000), seed: 1);
        network.ReplaceHead(new Top(5), seed: 2);
        var state = network.state_dict();
        CollectionAssert.AreEqual(new[] { "fc.weight", "fc.bias" }, state.Keys.Where(name => name.StartsWith("fc", StringComparison.Ordinal)).ToArray());
        CollectionAssert.AreEqual(new long[] { 5, 512 }, state["fc.weight"].shape);
        network.eval();
        using var inference = inference_mode();
        var images = GoldenFormula.Input(2, 3, 64, 64);
        var expected = network.Features(images).matmul(state["fc.weight"].t()) + state["fc.bias"];
        Assert.IsTrue(network.call(images).allclose(expected, rtol: 1e-4, atol: 1e-5));
    }

    [TestMethod]
    public void HiddenLayersAreNamedAsInASequentialAndHaveAReluBetween()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["resnet18"].Build(3, new Top(2, [32, 8]), seed: 1);
        var state = network.state_dict();
        CollectionAssert.AreEqual(
            new[] { "fc.0.weight", "fc.0.bias", "fc.2.weight", "fc.2.bias", "fc.4.weight", "fc.4.bias" }, state.Keys.Where(name => name.StartsWith("fc", StringComparison.Ordinal)).ToArray());
        network.eval();
        using var inference = inference_mode();
        var images = GoldenFormula.Input(2, 3, 64, 64);
        Tensor Linear(int layer, Tensor x) => x.matmul(state[$"fc.{layer}.weight"].t()) + state[$"fc.{layer}.bias"];
        var expected = Linear(4, Linear(2, Linear(0, network.Features(images)).clamp_min(0)).clamp_min(0));
        Assert.IsTrue(network.call(images).allclose(expected, rtol: 1e-4, atol: 1e-5));
    }

    [TestMethod]
    public void ReplacingAHeadFreesTheOldOneAndKeepsTheModeAndTheBody()
    {
        using var network = BackboneTable.All["resnet18"].Build(3, new Top(2), seed: 1);
        network.eval();
        var first = network.state_dict()["conv1.weight"].detach().clone();
        var old = network.Stages[^1].Modules[0].parameters().ToList();
        network.ReplaceHead(new Top(7), seed: 2);
        Assert.IsTrue(old.All(parameter => parameter.IsInvalid));
        Assert.IsFalse(network.modules().Any(module => module.training));
        Assert.IsTrue(first.Equals(network.state_dict()["conv1.weight"]));
        Assert.AreEqual(7, network.Top.Outputs);
        CollectionAssert.AreEqual(new long[] { 7, 7 }, network.Stages[^1].Modules[0].parameters().Select(parameter => parameter.shape[0]).ToArray());
        first.Dispose();
    }

    [TestMethod]
    public void SizesOutOfRangeAreRefusedAllAtOnce()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => BackboneTable.All["resnet18"].Build(0, new Top(0, [4, 0]), seed: 1));
        Assert.AreEqual("The number of image channels must be at least 1. Received: 0. Outputs must be at least 1. Received: 0. Hidden must hold sizes of at least 1. Received: 4, 0.", error.Message);
    }

    [TestMethod]
    public void TopsWithTheSameSizesAreEqual()
    {
        Assert.AreEqual(new Top(2, [8]), new Top(2, [8]));
        Assert.AreEqual(new Top(2), new Top(2, []));
        Assert.AreNotEqual(new Top(2, [8]), new Top(2, [9]));
        Assert.AreEqual(new Top(2, [8]).GetHashCode(), new Top(2, [8]).GetHashCode());
    }
}
