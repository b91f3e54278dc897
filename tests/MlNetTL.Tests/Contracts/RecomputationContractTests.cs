using MlNetTL.Backbones;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Contracts;

/// <summary>Activation checkpointing, for every network of the table, beside autograd's own backward pass through all of it.</summary>
[TestClass]
public sealed class RecomputationContractTests
{
    private readonly int _threads = get_num_threads();

    public static IEnumerable<object[]> LightRows => BackboneContractTests.LightRows;

    public static IEnumerable<object[]> HeavyRows => BackboneContractTests.HeavyRows;

    // The images are so small that threads would mostly wait for one another.
    [TestInitialize]
    public void UseOneThread() => set_num_threads(1);

    [TestCleanup]
    public void UseAllThreads() => set_num_threads(_threads);

    [TestMethod]
    [DynamicData(nameof(LightRows))]
    public void GivesTheGradientsStatisticsAndDrawsOfAPassThatKeepsAll(string name) => GivesTheSameAs(name, freezeUpTo: null, auxiliary: true);

    [TestMethod]
    [DynamicData(nameof(HeavyRows))]
    [TestCategory("Long")]
    public void DoesSoForHeavyOnesToo(string name) => GivesTheSameAs(name, freezeUpTo: null, auxiliary: true);

    [TestMethod]
    [DataRow("resnet18")]
    [DataRow("densenet121")]
    [DataRow("inception_v3")]
    [DataRow("efficientnet_b0")]
    [DataRow("nf_resnet50")]
    [DataRow("resnetv2_50x1_bit")]
    public void DoesSoBehindFrozenStages(string name) => GivesTheSameAs(name, freezeUpTo: "stage2", auxiliary: false);

    [TestMethod]
    [DataRow("resnet18", null)]
    [DataRow("efficientnet_b0", null)]
    [DataRow("nf_resnet50", null)]
    [DataRow("resnetv2_50x1_bit", null)]
    [DataRow("resnet18", "stage1")]
    [DataRow("efficientnet_b0", "stage2")]
    public void LeavesOutTheSameBranchesBothTimes(string name, string? freezeUpTo) => GivesTheSameAs(name, freezeUpTo, auxiliary: false, depthRate: 0.6);

    [TestMethod]
    public void HoldsNothingAfterwards()
    {
        using var network = BackboneTable.All["resnet18"].Build(3, new Top(2), seed: 1);
        using var stages = StagesOf(network, freezeUpTo: null);
        using var images = rand([2, 3, 64, 64]);
        Step();
        var before = Tensor.TotalCount;
        Step();
        Assert.AreEqual(before, Tensor.TotalCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            using var pass = ForwardPass.Of(network, stages, images, (TrainingPrecision.Float32, Recomputes: true));
            pass.Backward(pass.Logits.square().sum());
        }
    }

    [TestMethod]
    public void AForwardPassAloneCanBeLetGo()
    {
        using var network = BackboneTable.All["resnet18"].Build(3, new Top(2), seed: 1);
        using var stages = StagesOf(network, freezeUpTo: null);
        using var images = rand([2, 3, 64, 64]);
        var before = Tensor.TotalCount;
        using (NewDisposeScope())
        using (ForwardPass.Of(network, stages, images, (TrainingPrecision.Float32, Recomputes: true)))
            Assert.IsGreaterThan(before, Tensor.TotalCount);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static void GivesTheSameAs(string name, string? freezeUpTo, bool auxiliary, double? depthRate = null)
    {
        var row = BackboneTable.All[name];
        using var scope = NewDisposeScope();
        using var network = row.Build(3, new Top(2, Hidden: [4]), seed: 1);
        var size = auxiliary && network.AuxiliaryWeight > 0 ? row.DefaultSize : Math.Max(row.MinimumSize, 48);
        network.FitToImages(size, size);
        if (depthRate is { } rate) network.Depth!.Rate = rate;
        using var stages = StagesOf(network, freezeUpTo);
        using var generator = new Generator(1, CPU);
        var images = ChannelsLast.Of(randn([2, 3, size, size], generator: generator));
        var calls = new Dictionary<bool, int>();
        var start = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());

        var kept = Pass(recomputes: false);
        using (no_grad())
            foreach (var (key, value) in network.state_dict()) value.copy_(start[key]);
        var recomputed = Pass(recomputes: true);

        // Most of what has a kernel runs twice: all within blocks, but not what frozen stages do.
        if (freezeUpTo is null) Assert.IsGreaterThan(1.5 * calls[false], calls[true]);
        else Assert.IsGreaterThan(calls[false], calls[true]);
        Assert.IsTrue(kept.Keys.Any(key => key.StartsWith("gradient", StringComparison.Ordinal)) && kept.Keys.Any(key => key.StartsWith("value", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(kept.Keys.ToList(), recomputed.Keys.ToList());
        foreach (var (key, value) in kept)
        {
            var (difference, scale) = ((value - recomputed[key]).abs().max().to(ScalarType.Float64).item<double>(), value.abs().max().to(ScalarType.Float64).item<double>());
            // A tensor that several blocks take gets their gradients in another order, and sums of three hang on it.
            Assert.IsLessThanOrEqualTo(key.StartsWith("gradient", StringComparison.Ordinal) ? 1e-5 * scale : 0, difference, key);
        }

        Dictionary<string, Tensor> Pass(bool recomputes)
        {
            using var counting = new Counting(network, () => calls[recomputes] = calls.GetValueOrDefault(recomputes) + 1);
            network.zero_grad();
            network.Noise = new(Seed: 3, Epoch: 1, [5, 9]);
            using var pass = ForwardPass.Of(network, stages, images, (TrainingPrecision.Float32, recomputes));
            var loss = pass.Logits.square().sum();
            pass.Backward(pass.Auxiliary is { } other ? loss + other.square().sum() : loss);
            return network.named_parameters().Where(entry => entry.parameter.grad is not null).Select(entry => ($"gradient {entry.name}", entry.parameter.grad!.clone()))
                .Concat(network.state_dict().Select(entry => ($"value {entry.Key}", entry.Value.detach().clone())))
                .Append(("logits", pass.Logits.detach().clone()))
                .ToDictionary(entry => entry.Item1, entry => entry.Item2);
        }
    }

    private static TrainedStages StagesOf(Backbone network, string? freezeUpTo)
    {
        var stages = new TrainedStages(network, StagePlan.Of(new() { FreezeUpTo = freezeUpTo, LearningRate = 0.01 }), new AdamW(), totalSteps: 1);
        stages.EnterTraining();
        return stages;
    }

    // Notes each run of a layer that has a kernel.
    private sealed class Counting : IDisposable
    {
        private readonly List<nn.Module<Tensor, Tensor>.HookRemover> _hooks;

        public Counting(nn.Module network, Action note) =>
            _hooks = [.. network.modules().OfType<nn.Module<Tensor, Tensor>>().Where(module => module is TorchSharp.Modules.Conv2d or StandardizedConvolution).Select(module => module.register_forward_hook((_, _, output) =>
            {
                note();
                return output;
            }))];

        public void Dispose() => _hooks.ForEach(hook => hook.remove());
    }
}
