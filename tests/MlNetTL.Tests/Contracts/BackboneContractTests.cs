using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Contracts;

/// <summary>What holds for every row of the table of networks.</summary>
[TestClass]
public sealed class BackboneContractTests
{
    private readonly int _threads = get_num_threads();

    public static IEnumerable<object[]> Rows => BackboneTable.All.Names.Select(name => new object[] { name });

    // The images are so small that threads would mostly wait for one another.
    [TestInitialize]
    public void UseOneThread() => set_num_threads(1);

    [TestCleanup]
    public void UseAllThreads() => set_num_threads(_threads);

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
        foreach (var (channels, height, width) in new[] { (1, 64, 64), (3, 48, 80), (10, 64, 64) })
        {
            using var network = row.Builder(channels, 4);
            network.eval();
            // TorchSharp counts each parameter twice when a module is made, so only what runs afterwards is counted.
            var before = TensorsAlive();
            using (NewDisposeScope())
            using (inference_mode())
            {
                var images = ones(1, channels, height, width);
                var alive = TensorsAlive();
                var logits = network.call(images);
                var features = network.Features(images);
                Assert.AreEqual(alive + 2, TensorsAlive(), "intermediate values must be let go");
                CollectionAssert.AreEqual(new long[] { 1, 4 }, logits.shape);
                CollectionAssert.AreEqual(new long[] { 1, row.FeatureCount }, features.shape);
                Assert.IsTrue(logits.isfinite().all().item<bool>());
            }
            Assert.AreEqual(before, TensorsAlive());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void EveryParameterGetsAGradientAndEvalReachesEveryModule(string name)
    {
        using var scope = NewDisposeScope();
        using var network = BackboneTable.All[name].Build(3, new Top(2), seed: 1);
        network.train();
        Assert.IsTrue(network.modules().All(module => module.training));
        // A gain of 0 closes a residual branch until the first step opens it.
        using (no_grad())
            foreach (var (_, gain) in network.named_parameters().Where(pair => pair.name.EndsWith(".gain", StringComparison.Ordinal))) gain.fill_(1);
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
            if (weights.Url.Host == "download.pytorch.org") Assert.EndsWith($"-{weights.Sha256}.pth", weights.FileName);
            Assert.IsNotEmpty(weights.Licence);
            Assert.IsInRange(1, 3, weights.Preprocessing.Channels);
            if (weights.Top1 is { } top1) Assert.IsInRange(60, 95, top1);
        }
    }

    [TestMethod]
    public void DisposingANetworkGivesItsMemoryBack()
    {
        BackboneTable.All["resnet18"].Builder(3, 2).Dispose();
        var before = Environment.WorkingSet;
        for (var i = 0; i < 12; i++) BackboneTable.All["resnet18"].Builder(3, 2).Dispose();
        // Twelve leaked networks would be 540 MB.
        Assert.IsLessThan(150_000_000, Environment.WorkingSet - before);
    }

    // What other tests left to the finalizer goes first, or it would go in between.
    private static long TensorsAlive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
