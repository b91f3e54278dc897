using MlNetTL.Backbones;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Contracts;

/// <summary>What holds for every row of the table of networks. Heavy rows are tried at their smallest size and with few channels here; the category Long
/// tries all of them in full.</summary>
[TestClass]
public sealed class BackboneContractTests
{
    private const long HeavyParameters = 40_000_000;
    private readonly int _threads = get_num_threads();

    public static IEnumerable<object[]> Rows => BackboneTable.All.Names.Select(name => new object[] { name });

    public static IEnumerable<object[]> LightRows => BackboneTable.All.Rows.Where(row => row.ParameterCount <= HeavyParameters).Select(row => new object[] { row.Name });

    public static IEnumerable<object[]> HeavyRows => BackboneTable.All.Rows.Where(row => row.ParameterCount > HeavyParameters).Select(row => new object[] { row.Name });

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
        Assert.AreEqual(row.StochasticDepth, network.Depth?.Rate);
        Assert.Contains(network.FirstConvolution, network.state_dict().Keys);
        Assert.IsTrue(network.state_dict().Keys.Any(network.IsHead));
        CollectionAssert.AreEqual(Backbone.StageNames.ToArray(), network.Stages.Select(stage => stage.Name).ToArray());
        var inStages = network.Stages.SelectMany(stage => stage.Modules).SelectMany(module => module.parameters()).Select(parameter => parameter.Handle).ToList();
        CollectionAssert.AreEquivalent(network.parameters().Select(parameter => parameter.Handle).ToList(), inStages);
        foreach (var stage in network.Stages) Assert.IsTrue(stage.Modules.Any(module => module.parameters().Any()), stage.Name);
    }

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void RunsAtItsSmallestSizeAndSaysSoBelow(string name)
    {
        var row = BackboneTable.All[name];
        using var network = row.Build(1, new Top(4), seed: 1);
        RunsOn(network, row, row.MinimumSize, row.MinimumSize);
        Assert.IsNull(row.SizeProblem(row.MinimumSize, row.MinimumSize));
        Assert.Contains($"at least {row.MinimumSize}", row.SizeProblem(row.MinimumSize, row.MinimumSize - 1)!);
    }

    [TestMethod]
    [DynamicData(nameof(LightRows))]
    public void TakesAnyNumberOfChannelsAndAnySizeAndLeavesNoTensorAlive(string name) => TakesAnyNumberOfChannelsAndAnySize(name);

    [TestMethod]
    [DynamicData(nameof(HeavyRows))]
    [TestCategory("Long")]
    public void HeavyOnesTakeAnyNumberOfChannelsAndAnySizeToo(string name) => TakesAnyNumberOfChannelsAndAnySize(name);

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void EveryParameterGetsAGradientAndEvalReachesEveryModule(string name)
    {
        var row = BackboneTable.All[name];
        using var scope = NewDisposeScope();
        using var network = row.Build(3, new Top(2), seed: 1);
        var size = network.AuxiliaryWeight > 0 ? row.DefaultSize : Math.Max(row.MinimumSize, 48);
        Assert.IsNull(network.FitToImages(size, size));
        OpenClosedBranches(network);
        network.train();
        Assert.IsTrue(network.modules().All(module => module.training));
        using var generator = new Generator(1, CPU);
        var images = randn([2, 3, size, size], generator: generator);
        // Stochastic depth leaves out a branch for a whole batch now and then; over some epochs every branch runs.
        for (var epoch = 1; epoch <= 6 && network.parameters().Any(parameter => parameter.grad is null || parameter.grad.count_nonzero().item<long>() == 0); epoch++)
        {
            network.Noise = new(1, epoch, [0, 1]);
            var (logits, auxiliary) = network.TrainingLogits(images);
            var loss = logits.square().sum();
            (auxiliary is null ? loss : loss + network.AuxiliaryWeight * auxiliary.square().sum()).backward();
        }
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
    [DynamicData(nameof(LightRows))]
    public void AFrozenStageStaysBitForBitAndTheRestLearns(string name)
    {
        var row = BackboneTable.All[name];
        using var scope = NewDisposeScope();
        using var network = row.Build(1, new Top(2), seed: 1);
        var size = Math.Max(row.MinimumSize, 48);
        network.FitToImages(size, size);
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        using var stages = new TrainedStages(network, StagePlan.Of(new() { FreezeUpTo = "stage2", LearningRate = 0.01 }), new AdamW(WeightDecay: 0.1), totalSteps: 1);
        stages.EnterTraining();
        using var generator = new Generator(1, CPU);
        network.Noise = new(1, 1, [0, 1]);
        network.TrainingLogits(randn([2, 1, size, size], generator: generator)).Logits.square().sum().backward();
        stages.Optimizer.step();
        var frozen = network.Stages.Take(3).SelectMany(stage => stage.Modules).SelectMany(module => module.state_dict().Values).Select(value => value.Handle).ToHashSet();
        Assert.IsNotEmpty(frozen);
        var changed = 0;
        foreach (var (tensor, value) in network.state_dict())
        {
            if (frozen.Contains(value.Handle)) Assert.IsTrue(value.equal(before[tensor]).all().item<bool>(), tensor);
            else if (!value.equal(before[tensor]).all().item<bool>()) changed++;
        }
        Assert.IsGreaterThan((network.state_dict().Count - frozen.Count) / 3, changed);
    }

    [TestMethod]
    [DynamicData(nameof(LightRows))]
    public void TrainingRepeatsWithTheSameNoiseAndScoringHasNone(string name)
    {
        var row = BackboneTable.All[name];
        using var scope = NewDisposeScope();
        using var network = row.Build(3, new Top(2, [8]), seed: 1);
        network.FitToImages(row.MinimumSize, row.MinimumSize);
        var images = Images(3, 3, row.MinimumSize, row.MinimumSize);
        using var quiet = no_grad();
        network.train();
        Tensor Train(int epoch)
        {
            network.Noise = new(5, epoch, [7, 8, 9]);
            return network.TrainingLogits(images).Logits;
        }
        Assert.IsTrue(Train(1).Equals(Train(1)), "the same numbers of (seed, epoch, rows)");
        network.eval();
        Assert.IsTrue(network.call(images).Equals(network.call(images)));
        network.Noise = new(6, 2, [1, 2, 3]);
        Assert.IsTrue(network.call(images).Equals(network.call(images)));
    }

    [TestMethod]
    [DynamicData(nameof(LightRows))]
    public void ASavedNetworkGivesTheSameBitsWhereItIsLoaded(string name) => GivesTheSameBitsWhereItIsLoaded(name);

    [TestMethod]
    [DynamicData(nameof(HeavyRows))]
    [TestCategory("Long")]
    public void HeavyOnesGiveTheSameBitsWhereTheyAreLoadedToo(string name) => GivesTheSameBitsWhereItIsLoaded(name);

    // A row's builder is a lambda of its family's file, so its family is known without making the network. VGG has no light row; it has tests of its own.
    [TestMethod]
    public void EveryOtherFamilyHasALightRow() => CollectionAssert.AreEqual(
        new[] { "Vgg" },
        BackboneTable.All.Rows.GroupBy(row => row.Builder.Method.DeclaringType!.DeclaringType!.Name)
            .Where(family => family.All(row => row.ParameterCount > HeavyParameters)).Select(family => family.Key).ToArray());

    [TestMethod]
    public void DisposingANetworkGivesItsMemoryBack()
    {
        BackboneTable.All["resnet18"].Builder(3, 2).Dispose();
        var before = Environment.WorkingSet;
        for (var i = 0; i < 12; i++) BackboneTable.All["resnet18"].Builder(3, 2).Dispose();
        // Twelve leaked networks would be 540 MB.
        Assert.IsLessThan(150_000_000, Environment.WorkingSet - before);
    }

    private static void TakesAnyNumberOfChannelsAndAnySize(string name)
    {
        var row = BackboneTable.All[name];
        foreach (var (channels, height, width) in new[] { (3, row.MinimumSize + 7, row.MinimumSize + 40), (10, 64, 64) })
        {
            using var network = row.Build(channels, new Top(4), seed: 1);
            RunsOn(network, row, Math.Max(height, row.MinimumSize), Math.Max(width, row.MinimumSize));
        }
    }

    private static void RunsOn(Backbone network, BackboneDefinition row, int height, int width)
    {
        network.eval();
        // TorchSharp counts each parameter twice when a module is made, so only what runs afterwards is counted.
        var before = TensorsAlive();
        using (NewDisposeScope())
        using (inference_mode())
        {
            var images = Images(1, network.Channels, height, width);
            var alive = TensorsAlive();
            var logits = network.call(images);
            var features = network.Features(images);
            Assert.AreEqual(alive + 2, TensorsAlive(), "intermediate values must be let go");
            CollectionAssert.AreEqual(new long[] { 1, 4 }, logits.shape);
            CollectionAssert.AreEqual(new long[] { 1, row.FeatureCount }, features.shape);
            Assert.IsTrue(logits.isfinite().all().item<bool>());
            Assert.IsTrue(network.Classify(features).allclose(logits), "the head of the features is the network");
            foreach (var stage in Backbone.StageNames) Assert.AreEqual(2, network.Features(images, stage).dim(), stage);
            Assert.IsTrue(network.Features(images, "stage4").allclose(features));
            Assert.IsTrue(network.Features(images, "head").allclose(logits));
        }
        Assert.AreEqual(before, TensorsAlive());
    }

    private static void GivesTheSameBitsWhereItIsLoaded(string name)
    {
        var row = BackboneTable.All[name];
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var saved = row.Build(3, new Top(3, [5]), seed: 4);
        saved.DropAuxiliary();
        var path = folder["network.safetensors"];
        using (var stream = File.Create(path)) SafetensorsWriter.Write(stream, saved.state_dict().Select(entry => (entry.Key, entry.Value)));
        using var loaded = row.Build(3, new Top(3, [5]), seed: 9);
        loaded.DropAuxiliary();
        using (var checkpoint = Checkpoint.Open(path))
        using (no_grad())
            foreach (var (key, tensor) in loaded.state_dict()) checkpoint.CopyTo(key, tensor);
        saved.eval();
        loaded.eval();
        using var inference = inference_mode();
        var images = Images(2, 3, row.MinimumSize, row.MinimumSize);
        Assert.IsTrue(saved.call(images).Equals(loaded.call(images)));
    }

    // Gains of 0 close a residual branch until the first steps open it; so do scales of 0.
    private static void OpenClosedBranches(Backbone network)
    {
        using var quiet = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
            if (!name.EndsWith(".bias", StringComparison.Ordinal) && parameter.count_nonzero().item<long>() == 0) parameter.fill_(1);
    }

    private static Tensor Images(int rows, int channels, int height, int width)
    {
        using var generator = new Generator(2, CPU);
        return randn([rows, channels, height, width], generator: generator);
    }

    // What other tests left to the finalizer goes first, or it would go in between.
    private static long TensorsAlive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
