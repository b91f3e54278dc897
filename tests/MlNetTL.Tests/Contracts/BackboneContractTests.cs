using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Contracts;

/// <summary>What holds for every row of the table of networks.</summary>
[TestClass]
public sealed class BackboneContractTests
{
    public static IEnumerable<object[]> Rows => BackboneTable.All.Names.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void HasThePublishedNumberOfParametersAllInItsStages(string name)
    {
        var row = BackboneTable.All[name];
        using var network = row.Builder(3, 1000);
        Assert.AreEqual(row.ParameterCount, network.parameters().Sum(parameter => parameter.NumberOfElements));
        Assert.AreEqual(row.FeatureCount, network.FeatureCount);
        Assert.AreEqual(name, network.Architecture);
        Assert.Contains(network.FirstConvolution, network.state_dict().Keys);
        var inStages = network.Stages.SelectMany(stage => stage.Modules).SelectMany(module => module.parameters()).Select(parameter => parameter.Handle).ToList();
        CollectionAssert.AreEquivalent(network.parameters().Select(parameter => parameter.Handle).ToList(), inStages);
        Assert.AreEqual("stem", network.Stages[0].Name);
        Assert.AreEqual("head", network.Stages[^1].Name);
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void TakesAnyNumberOfChannelsAndAnySizeAndLeavesNoTensorAlive(string name)
    {
        var row = BackboneTable.All[name];
        var before = TensorsAlive();
        foreach (var channels in new[] { 1, 3, 10 })
        {
            using var scope = NewDisposeScope();
            using var network = row.Build(channels, new Top(4), seed: 1);
            network.eval();
            using var inference = inference_mode();
            foreach (var (height, width) in new[] { (64, 64), (96, 80) })
            {
                var images = zeros(2, channels, height, width);
                var alive = Tensor.TotalCount;
                var logits = network.call(images);
                CollectionAssert.AreEqual(new long[] { 2, 4 }, logits.shape);
                Assert.IsTrue(logits.isfinite().all().item<bool>());
                CollectionAssert.AreEqual(new long[] { 2, row.FeatureCount }, network.Features(images).shape);
                // The logits, the features, and the three of the check for finite values.
                Assert.IsLessThanOrEqualTo(alive + 5, Tensor.TotalCount, "intermediate values must be let go");
            }
        }
        Assert.AreEqual(before, TensorsAlive());
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void EveryParameterGetsAGradientAndEvalReachesEveryModule(string name)
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All[name].Build(3, new Top(2), seed: 1);
        network.train();
        Assert.IsTrue(network.modules().All(module => module.training));
        using var generator = new Generator(1, CPU);
        network.call(randn([2, 3, 64, 64], generator: generator)).square().sum().backward();
        foreach (var (path, parameter) in network.named_parameters())
        {
            Assert.IsNotNull(parameter.grad, path);
            Assert.IsTrue(parameter.grad.isfinite().all().item<bool>(), path);
            Assert.IsGreaterThan(0, parameter.grad.abs().max().item<float>(), path);
        }
        network.eval();
        Assert.IsFalse(network.modules().Any(module => module.training));
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void WeightsTellWhereTheyComeFrom(string name)
    {
        foreach (var weights in BackboneTable.All[name].Weights)
        {
            Assert.AreEqual("https", weights.Url.Scheme);
            Assert.AreEqual($"{name}-{weights.Sha256}.pth", weights.FileName);
            Assert.IsNotEmpty(weights.Licence);
            Assert.AreEqual(3, weights.Preprocessing.Channels);
            Assert.IsInRange(60, 95, weights.Top1);
        }
    }

    private static long TensorsAlive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
