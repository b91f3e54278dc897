using MlNetTL.Backbones;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

[TestClass]
public sealed class MeanVarianceTests
{
    [TestMethod]
    [DataRow("resnet18", 62)] // 20 convolutions, 20 scales and 20 shifts of normalisations, the head's two
    [DataRow("nf_resnet50", 161)] // 53 convolutions with biases and gains, the head's two
    [DataRow("resnetv2_50x1_bit", 153)] // 53 convolutions, 49 normalisations' scales and shifts, the head's two
    public void EveryParameterHasTheMeanAndVarianceOfItsSourceAndOtherValues(string network, int parameters)
    {
        using var scope = NewDisposeScope();
        using var source = CheckpointFitterTests.Network(network, 3, outputs: 4);
        using var target = BackboneTable.All[network].Build(3, new Top(4), seed: 1);
        var report = CheckpointFitterTests.Fit(target, source, use: PretrainedUse.MeanAndVariance, seed: 5);
        Assert.AreEqual(parameters, report.Loaded);
        Assert.StartsWith($"Drew {parameters} tensors by mean and variance from test", report.Summary);
        var given = source.state_dict();
        foreach (var (name, drawn) in target.named_parameters())
        {
            var n = drawn.NumberOfElements;
            var (mean, variance) = Moments(given[name]);
            var (foundMean, foundVariance) = Moments(drawn);
            // Five standard errors: of a mean √(s²/n), of a normal variance s² √(2/n).
            Assert.AreEqual(mean, foundMean, 5 * Math.Sqrt(variance / n) + 1e-7, name);
            Assert.AreEqual(variance, foundVariance, variance * (5 * Math.Sqrt(2.0 / n) + 1.0 / n) + 1e-7, name);
            // Gains that are all alike have no variance to draw from.
            if (variance > 0) Assert.IsFalse(drawn.allclose(given[name]), name);
        }
        foreach (var (name, buffer) in target.named_buffers())
            Assert.IsTrue(buffer.Equals(name.EndsWith("running_var", StringComparison.Ordinal) ? ones_like(buffer) : zeros_like(buffer)), name);
    }

    [TestMethod]
    public void TheSeedDecidesAndAHeadOfAnotherShapeStaysFresh()
    {
        using var scope = NewDisposeScope();
        using var source = CheckpointFitterTests.Network("resnet18", 3, outputs: 4);
        var networks = new[] { 5, 5, 6 }.Select(seed =>
        {
            var network = BackboneTable.All["resnet18"].Build(1, new Top(2), seed: 1);
            var report = CheckpointFitterTests.Fit(network, source, use: PretrainedUse.MeanAndVariance, seed: seed);
            CollectionAssert.AreEqual(new[] { "conv1.weight" }, report.Adapted.ToArray());
            CollectionAssert.IsSubsetOf(new[] { "fc.weight", "fc.bias" }, report.LeftNew.ToArray());
            return network;
        }).ToArray();
        using var fresh = BackboneTable.All["resnet18"].Build(1, new Top(2), seed: 1);
        foreach (var (name, value) in networks[0].named_parameters())
        {
            var head = name.StartsWith("fc.", StringComparison.Ordinal);
            Assert.IsTrue(value.Equals(networks[1].state_dict()[name]), name);
            Assert.AreEqual(head, value.Equals(networks[2].state_dict()[name]), name);
            if (head) Assert.IsTrue(value.Equals(fresh.state_dict()[name]), name);
        }
        // The first convolution's figures are those of the kernels that one channel would have had.
        var (mean, variance) = Moments(source.state_dict()["conv1.weight"].sum(1));
        var (foundMean, foundVariance) = Moments(networks[0].state_dict()["conv1.weight"]);
        Assert.AreEqual(mean, foundMean, 5 * Math.Sqrt(variance / 3136));
        Assert.AreEqual(variance, foundVariance, variance * 5 * Math.Sqrt(2.0 / 3136));
        foreach (var network in networks) network.Dispose();
    }

    private static (double Mean, double Variance) Moments(Tensor tensor)
    {
        var wide = tensor.to(ScalarType.Float64);
        return (wide.mean().item<double>(), (wide - wide.mean()).square().mean().item<double>());
    }
}
