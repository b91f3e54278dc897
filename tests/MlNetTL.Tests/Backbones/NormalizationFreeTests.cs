using MlNetTL.Backbones;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>What NF-ResNet and Big Transfer start from and are made of, by timm's rules.</summary>
[TestClass]
public sealed class NormalizationFreeTests
{
    [TestMethod]
    public void NfResNetStartsWithClosedBranches()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["nf_resnet50"].Build(3, new Top(10), seed: 2);
        foreach (var (name, value) in network.state_dict().Where(pair => pair.Key.EndsWith(".gain", StringComparison.Ordinal)))
            Assert.IsTrue(value.data<float>().All(v => v == (name.EndsWith("conv3.gain", StringComparison.Ordinal) ? 0 : 1)), name);
        HasDeviation(network, "stages.2.1.conv2.weight", 1 / Math.Sqrt(256 * 9));
        HasDeviation(network, "head.fc.weight", 0.01);
        Assert.AreEqual(0, network.state_dict()["head.fc.bias"].abs().max().item<float>());
        Assert.AreEqual(0, network.state_dict()["stem.conv.bias"].abs().max().item<float>());
    }

    [TestMethod]
    public void BigTransferStartsAsPublished()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["resnetv2_50x1_bit"].Build(3, new Top(20, [64]), seed: 2);
        CollectionAssert.AreEqual(new long[] { 64, 2048, 1, 1 }, network.state_dict()["head.fc.0.weight"].shape);
        HasDeviation(network, "stages.2.blocks.1.conv2.weight", Math.Sqrt(2.0 / (256 * 9)));
        HasDeviation(network, "head.fc.0.weight", 0.01);
        Assert.AreEqual(0, network.state_dict()["head.fc.0.bias"].abs().max().item<float>());
        var norms = network.modules().OfType<GroupNorm>().ToList();
        Assert.HasCount(3 * 16 + 1, norms);
        Assert.IsTrue(norms.TrueForAll(norm => norm.num_groups == 32 && norm.eps == 1e-5));
    }

    [TestMethod]
    [DataRow("resnetv2_50x1_bit")]
    [DataRow("nf_resnet50")]
    public void TheLastStageIsTheNormalisedOrActivatedOne(string name)
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All[name].Build(3, new Top(5), seed: 2);
        network.eval();
        using var inference = inference_mode();
        var images = GoldenFormula.Input(2, 3, 64, 64);
        var features = network.Features(images);
        Assert.IsGreaterThanOrEqualTo(0, features.min().item<float>());
        var state = network.state_dict();
        var expected = features.matmul(state["head.fc.weight"].flatten(1).t()) + state["head.fc.bias"];
        Assert.IsTrue(network.call(images).allclose(expected, rtol: 1e-4, atol: 1e-5));
        Assert.AreEqual(name.StartsWith("resnetv2", StringComparison.Ordinal), network.Stages[4].Modules.OfType<GroupNorm>().Any());
    }

    private static void HasDeviation(Backbone network, string name, double deviation)
    {
        var value = network.state_dict()[name];
        Assert.AreEqual(deviation, value.std().item<float>(), 4 * deviation / Math.Sqrt(2.0 * value.NumberOfElements), name);
    }
}
