using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>Heads with hidden layers, beside their layers computed one by one.</summary>
[TestClass]
public sealed class TopTests
{
    [TestMethod]
    [DataRow("resnet18", "fc")]
    [DataRow("vgg11", "classifier.6")]
    [DataRow("resnetv2_50x1_bit", "head.fc")]
    public void BatchNormStandsBetweenALayerAndItsActivationAndTakesANumber(string name, string head)
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All[name].Build(1, new Top(2, [6, 4], TopActivation.Gelu, BatchNorm: true), seed: 1);
        var state = network.state_dict();
        CollectionAssert.AreEquivalent(
            new[] { 0, 1, 3, 4, 6 }.SelectMany(layer => (layer is 1 or 4 ? new[] { "weight", "bias", "running_mean", "running_var", "num_batches_tracked" } : ["weight", "bias"]).Select(part => $"{head}.{layer}.{part}")).ToArray(),
            state.Keys.Where(key => key.StartsWith(head + '.', StringComparison.Ordinal)).ToArray());
        foreach (var norm in new[] { $"{head}.1", $"{head}.4" })
        {
            Assert.IsTrue(state[$"{norm}.weight"].equal(1).all().item<bool>() && state[$"{norm}.running_var"].equal(1).all().item<bool>());
            Assert.AreEqual(0f, (state[$"{norm}.bias"].abs().sum() + state[$"{norm}.running_mean"].abs().sum()).item<float>());
        }
        using var quiet = no_grad();
        var features = randn([5, network.FeatureCount], generator: new Generator(4));
        // Training first, so that there are running figures that are not 0 and 1.
        network.train();
        var first = Linear(state, $"{head}.0", features);
        network.Classify(features);
        Assert.IsTrue(state[$"{head}.1.running_mean"].allclose(0.1 * first.mean([0]), rtol: 1e-4, atol: 1e-6) || name == "vgg11", "The features of a VGG have a dropout before the head.");
        network.eval();
        var x = features;
        foreach (var layer in new[] { 0, 3 })
        {
            x = Linear(state, $"{head}.{layer}", x);
            var norm = $"{head}.{layer + 1}";
            x = (x - state[$"{norm}.running_mean"]) / (state[$"{norm}.running_var"] + 1e-5).sqrt() * state[$"{norm}.weight"] + state[$"{norm}.bias"];
            x = x * 0.5 * (1 + special.erf(x / Math.Sqrt(2)));
        }
        Assert.IsTrue(network.Classify(features).allclose(Linear(state, $"{head}.6", x), rtol: 1e-4, atol: 1e-5));
    }

    [TestMethod]
    public void ActivationsAreThoseOfTheirFormulasAndChangeNoName()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var (activation, formula) in new (TopActivation, Func<Tensor, Tensor>)[]
                 {
                     (TopActivation.Relu, x => (x + x.abs()) / 2), (TopActivation.Gelu, x => x * 0.5 * (1 + special.erf(x / Math.Sqrt(2)))), (TopActivation.Silu, x => x / (1 + (-x).exp())), (TopActivation.None, x => x),
                 })
        {
            using var network = BackboneTable.All["resnet18"].Build(1, new Top(2, [8], activation, Dropout: 0.5), seed: 1);
            network.eval();
            var state = network.state_dict();
            var features = randn([5, 512], generator: new Generator(4)) * 3;
            Assert.IsTrue(network.Classify(features).allclose(Linear(state, "fc.2", formula(Linear(state, "fc.0", features))), rtol: 1e-4, atol: 1e-5), $"{activation}");
        }
        CollectionAssert.AreEquivalent(new[] { TopActivation.Relu, TopActivation.Gelu, TopActivation.Silu, TopActivation.None }, Enum.GetValues<TopActivation>());
    }

    [TestMethod]
    public void DropoutFollowsTheActivationAndHangsOnSeedEpochAndRow()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var network = BackboneTable.All["resnet18"].Build(1, new Top(400, [400, 400], TopActivation.None, Dropout: 0.25), seed: 1);
        network.train();
        var state = network.state_dict();
        foreach (var layer in new[] { "fc.0", "fc.2", "fc.4" })
        {
            state[$"{layer}.bias"].zero_();
            state[$"{layer}.weight"].copy_(eye(400, state[$"{layer}.weight"].shape[1]));
        }
        Tensor Run(DropNoise noise)
        {
            network.Noise = noise;
            return network.Classify(ones(noise.Rows.Count, 512));
        }
        var both = Run(new(Seed: 7, Epoch: 1, Rows: [3, 4]));
        // Each of the two layers has numbers of its own: their masks' product.
        var noise = new DropNoise(7, 1, [3, 4]);
        Assert.IsTrue(both.allclose(noise.Mask(0, 2, 400, 0.25, CPU) * noise.Mask(1, 2, 400, 0.25, CPU)));
        Assert.AreEqual(0.5625, both.greater(0).to(ScalarType.Float32).mean().item<float>(), 0.06);
        Assert.IsTrue(Run(new(7, 1, [9, 4])).narrow(0, 1, 1).equal(both.narrow(0, 1, 1)).all().item<bool>(), "Another batch, the same row.");
        foreach (var other in new DropNoise[] { new(8, 1, [3, 4]), new(7, 2, [3, 4]), new(7, 1, [4, 3]) })
            Assert.IsFalse(Run(other).equal(both).all().item<bool>());
    }

    [TestMethod]
    public void NumbersOutOfRangeAreRefusedAndEachCountsInEquality()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => BackboneTable.All["resnet18"].Build(1, new Top(1, [2], (TopActivation)9, 1), seed: 1));
        Assert.AreEqual("Activation must be one of Relu, Gelu, Silu, None. Received: 9. Dropout must be at least 0 and below 1. Received: 1.", error.Message);
        var top = new Top(1, [2], TopActivation.Gelu, 0.5, true);
        Assert.AreEqual(top, new Top(1, [2], TopActivation.Gelu, 0.5, true));
        foreach (var other in new[] { top with { Activation = TopActivation.None }, top with { Dropout = 0.25 }, top with { BatchNorm = false } })
        {
            Assert.AreNotEqual(top, other);
            Assert.AreNotEqual(top.GetHashCode(), other.GetHashCode());
        }
    }

    private static Tensor Linear(Dictionary<string, Tensor> state, string layer, Tensor x) => x.matmul(state[$"{layer}.weight"].flatten(1).t()) + state[$"{layer}.bias"];
}
