using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

[TestClass]
public sealed class InitializationTests
{
    [TestMethod]
    public void ConvolutionsAreNormalWithTheVarianceOfFanOut()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["resnet18"].Build(3, new Top(10), seed: 3);
        var weight = network.state_dict()["layer3.0.conv2.weight"];
        var variance = 2.0 / (256 * 9);
        double count = weight.NumberOfElements;
        Assert.AreEqual(0, weight.mean().item<float>(), 4 * Math.Sqrt(variance / count));
        Assert.AreEqual(variance, weight.var().item<float>(), 4 * variance * Math.Sqrt(2 / count));
        // A normal distribution's fourth moment is three times the square of its variance; a uniform one's 1.8 times.
        Assert.AreEqual(3, weight.to(ScalarType.Float64).pow(4).mean().item<double>() / (variance * variance), 0.1);
    }

    [TestMethod]
    public void LinearLayersAreUniformWithinOneOverTheRootOfTheirInputs()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["resnet18"].Build(3, new Top(1000), seed: 3);
        var bound = 1 / Math.Sqrt(512);
        foreach (var name in new[] { "fc.weight", "fc.bias" })
        {
            var values = network.state_dict()[name];
            Assert.IsLessThanOrEqualTo(bound, values.abs().max().item<float>(), name);
            Assert.AreEqual(0, values.mean().item<float>(), 4 * bound / Math.Sqrt(3.0 * values.NumberOfElements), name);
            Assert.AreEqual(bound * bound / 3, values.var().item<float>(), 0.1 * bound * bound / 3, name);
        }
    }

    [TestMethod]
    public void BatchNormalisationStartsAsTheIdentity()
    {
        using var network = BackboneTable.All["resnet18"].Build(3, new Top(2), seed: 3);
        var state = network.state_dict();
        foreach (var (part, value) in new[] { ("weight", 1f), ("bias", 0f), ("running_mean", 0f), ("running_var", 1f) })
            Assert.IsTrue(state[$"layer2.0.downsample.1.{part}"].data<float>().All(v => v == value), part);
        Assert.AreEqual(0, state["bn1.num_batches_tracked"].item<long>());
    }

    [TestMethod]
    public void ValuesHangOnTheSeedAloneWhateverTorchsGeneratorAndThreadsDo()
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            manual_seed(1);
            var reference = Values(seed: 5);
            set_num_threads(2);
            manual_seed(2);
            CollectionAssert.AreEqual(reference, Values(seed: 5));
            CollectionAssert.AreNotEqual(reference, Values(seed: 6));
            var together = new float[4][];
            Parallel.For(0, together.Length, i => together[i] = Values(seed: 5));
            foreach (var values in together) CollectionAssert.AreEqual(reference, values);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [TestMethod]
    public void InitializeDrawsNothingFromTorchsOwnGenerator()
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["resnet18"].Builder(3, 2);
        manual_seed(11);
        var expected = rand(4).data<float>().ToArray();
        manual_seed(11);
        network.Initialize(seed: 1);
        CollectionAssert.AreEqual(expected, rand(4).data<float>().ToArray());
    }

    private static float[] Values(long seed)
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All["resnet18"].Build(1, new Top(3, [16]), seed);
        return [.. network.parameters().SelectMany(parameter => parameter.detach().flatten()[TensorIndex.Slice(0, 200)].contiguous().data<float>().ToArray())];
    }
}
