using MlNetTL.Backbones;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Checkpoints;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class PrecisionTests
{
    // How much rounding to bfloat16, with its 8 bits of precision, changes a number at most.
    private const double Epsilon = 1.0 / 256;

    [TestMethod]
    public void AutocastRoundsWhatAConvolutionTakesAndEndsWithItsScope()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Conv2d(1, 1, 1, bias: false);
        using (no_grad()) layer.weight!.fill_(1 + Epsilon / 2);
        var x = ones([1, 1, 1, 1]);
        using (Autocast.ToBFloat16(DeviceType.CPU))
        {
            var y = layer.call(x);
            Assert.AreEqual(ScalarType.BFloat16, y.dtype);
            Assert.AreEqual(1f, y.to(ScalarType.Float32).item<float>(), "1 + 1/512 is rounded to even, 1.");
        }
        Assert.AreEqual(ScalarType.Float32, layer.call(x).dtype);
        // A cast weight that was kept would be the old one.
        using (no_grad()) layer.weight.fill_(2);
        using (Autocast.ToBFloat16(DeviceType.CPU)) Assert.AreEqual(2f, layer.call(x).to(ScalarType.Float32).item<float>());
    }

    [TestMethod]
    public void LossAndGradientsOfASmallNetworkLieNearThoseOfFloat32()
    {
        using var network = new TinyNetwork();
        var (loss, gradients) = Pass(network, TrainingPrecision.Float32);
        var (reducedLoss, reduced) = Pass(network, TrainingPrecision.BFloat16);
        Assert.AreNotEqual(loss, reducedLoss, "It was computed in other numbers.");
        // Seven layers forward, and as many back.
        Assert.AreEqual(loss, reducedLoss, 7 * Epsilon * loss);
        Assert.IsLessThan(14 * Epsilon, Distance(gradients, reduced));
        Assert.IsGreaterThan(0, Distance(gradients, reduced));
    }

    [TestMethod]
    public void WhatIsComputedASecondTimeIsComputedInTheSameNumbers()
    {
        using var network = BackboneTable.All["resnet18"].Build(1, new Top(1), seed: 4);
        var (loss, gradients) = Pass(network, TrainingPrecision.BFloat16);
        var (again, recomputed) = Pass(network, TrainingPrecision.BFloat16, recomputes: true);
        Assert.AreEqual(loss, again);
        CollectionAssert.AreEqual(gradients, recomputed);
    }

    [TestMethod]
    [DataRow("resnet18")]
    [DataRow("efficientnet_b0")]
    [DataRow("nf_resnet50")]
    public void ADeepNetworkLosesNoMoreThanItsConditionLetsItLose(string backbone)
    {
        using var network = BackboneTable.All[backbone].Build(1, new Top(1), seed: 4);
        var (_, gradients) = Pass(network, TrainingPrecision.Float32);
        var (_, reduced) = Pass(network, TrainingPrecision.BFloat16);
        // With random weights, fifty layers make much of any rounding. What rounding the weights alone does, in float32 arithmetic, is the measure.
        using (no_grad())
            foreach (var parameter in network.parameters()) parameter.copy_(parameter.to(ScalarType.BFloat16));
        var (_, rounded) = Pass(network, TrainingPrecision.Float32);
        Assert.IsLessThan(4 * Distance(gradients, rounded), Distance(gradients, reduced));
    }

    // At 32 px a ResNet ends in convolutions of 1 x 1 pixels, for which oneDNN has no fast bfloat16.
    [TestMethod]
    [TestCategory("Long")]
    public void AFitInBFloat16LearnsAndIsSavedInFloat32()
    {
        using var images = new StripedImages(40);
        var options = StripedImages.Quick(epochs: 3);
        options.Precision = TrainingPrecision.BFloat16;
        var history = new List<EpochMetrics>();
        options.MetricsCallback = history.Add;
        using var model = images.Fit(options);
        Assert.IsTrue(history.Exists(epoch => epoch.Metric > 0.99), "The stripes were learned, as in float32.");
        images.ML.Model.Save(model, null, images["model.zip"]);
        using var loaded = (ImageTransferLearningTransformer)images.ML.Model.Load(images["model.zip"], out _);
        foreach (var (name, tensor) in loaded.Model.Network.state_dict().Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            Assert.AreEqual(ScalarType.Float32, tensor.dtype, name);
        CollectionAssert.AreEqual(StripedImages.Values(model), StripedImages.Values(loaded));
    }

    [TestMethod]
    public void AFitInBFloat16RepeatsBitForBitAndLearnsAsInFloat32()
    {
        var (exact, loss) = Fit(TrainingPrecision.Float32);
        var (values, reducedLoss) = Fit(TrainingPrecision.BFloat16);
        CollectionAssert.AreEqual(values, Fit(TrainingPrecision.BFloat16).Values);
        CollectionAssert.AreNotEqual(exact, values);
        Assert.IsLessThan(0.3, loss);
        Assert.AreEqual(loss, reducedLoss, 0.05);

        static (float[] Values, double Loss) Fit(TrainingPrecision precision)
        {
            using var rig = new LoopRig();
            (rig.Options.Precision, rig.Options.Epochs, rig.Options.Optimizer) = (precision, 40, new Adam());
            using var network = new TinyNetwork(drops: false);
            var best = rig.Run(network);
            return (LoopRig.Values(network), best.TrainLoss);
        }
    }

    [TestMethod]
    public void AFitThatGoesOnComputesAsItBegan()
    {
        using var images = new StripedImages(24);
        var options = StripedImages.Quick(epochs: 1);
        (options.Precision, options.CheckpointFolder) = (TrainingPrecision.Auto, images["kept"]);
        using var cancel = new CancellationTokenSource();
        options.CancellationToken = cancel.Token;
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training) cancel.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => images.Fit(options));
        var found = TrainingCheckpoint.Read(Path.Combine(images["kept"], TrainingCheckpoint.FileName)).Position;
        var chosen = found.Precision;
        Assert.IsNotNull(chosen);
        Assert.AreNotEqual(TrainingPrecision.Auto, chosen);
        images.Notes.Clear();
        (options.CancellationToken, options.ProgressCallback) = (default, null);
        using var resumed = images.Fit(options);
        Assert.IsTrue(images.Notes.Exists(note => note.EndsWith(found.PrecisionReason!, StringComparison.Ordinal)), "What was measured is said again; nothing was measured anew.");
        Assert.HasCount(1, images.Notes.Where(note => note.Contains("Precision:", StringComparison.Ordinal)));
        (options.Precision, options.CheckpointFolder) = (chosen.Value, null);
        using var named = images.Fit(options);
        CollectionAssert.AreEqual(StripedImages.Values(named), StripedImages.Values(resumed));
    }

    [TestMethod]
    public void AutoMeasuresSaysSoAndTrainsAsThePrecisionItChose()
    {
        using var images = new StripedImages(24);
        var options = StripedImages.Quick();
        options.Precision = TrainingPrecision.Auto;
        using var chosen = images.Fit(options);
        var note = images.Notes.Single(text => text.Contains("Precision:", StringComparison.Ordinal));
        StringAssert.Matches(note, new(@"takes \d+ ms in bfloat16 and \d+ ms in float32: (bfloat16|float32)\.$"));
        options.Precision = note.EndsWith("bfloat16.", StringComparison.Ordinal) ? TrainingPrecision.BFloat16 : TrainingPrecision.Float32;
        using var named = images.Fit(options);
        CollectionAssert.AreEqual(StripedImages.Values(named), StripedImages.Values(chosen), "Measuring left no trace.");
    }

    [TestMethod]
    public void AutoMeasuresWhatTheWidestEpochTrainsAndLeavesTheFirstOneFrozen()
    {
        var said = new List<string>();
        var (values, trained) = Fit(TrainingPrecision.Auto);
        var measured = trained.Count - 6;
        Assert.IsGreaterThanOrEqualTo(3, measured, "Passes of one precision at least.");
        CollectionAssert.AreEqual((bool[])[.. Enumerable.Repeat(true, measured), false, false, false, true, true, true], trained, "Measured with all, then the head alone in three steps, then all.");
        var chosen = said.Single().EndsWith("bfloat16.", StringComparison.Ordinal) ? TrainingPrecision.BFloat16 : TrainingPrecision.Float32;
        CollectionAssert.AreEqual(Fit(chosen).Values, values, "Measuring left no trace.");

        (float[] Values, List<bool> StemTrained) Fit(TrainingPrecision precision)
        {
            using var rig = new LoopRig();
            (rig.Options.Precision, rig.Options.Phases, rig.Options.NoteCallback) = (precision, [new(1, "head"), new(1)], said.Add);
            using var network = new TinyNetwork();
            rig.Run(network);
            return (LoopRig.Values(network), network.StemTrained);
        }
    }

    [TestMethod]
    public void GradientsThatWereLentAreGivenBack()
    {
        using var network = new TinyNetwork();
        using var stages = new TrainedStages(network, StagePlan.Of(new() { Phases = [new(1, "head"), new(2)], Epochs = 3 }), new Sgd(), totalSteps: 1);
        var (trained, groups) = (stages.Trained.Count, stages.Optimizer.ParamGroups.Count());
        using (stages.LendGradientsOf(2))
        {
            Assert.IsTrue(stages.TrainsAuxiliary);
            Assert.HasCount(network.parameters().Count(), stages.Trained);
            using var pass = ForwardPass.Of(network, stages, randn([2, 1, 8, 8], generator: new Generator(1)), (TrainingPrecision.Float32, false));
            pass.Backward(pass.Logits.sum() + pass.Auxiliary!.sum());
        }
        Assert.AreEqual((trained, groups, false), (stages.Trained.Count, stages.Optimizer.ParamGroups.Count(), stages.TrainsAuxiliary));
        Assert.IsTrue(network.parameters().Except(stages.Trained).All(parameter => parameter.grad is null && !parameter.requires_grad), "What is frozen has no gradient that an optimiser would step along.");
    }

    [TestMethod]
    [DataRow("flags : fpu avx512f avx512_bf16", false)]
    [DataRow("flags : fpu amx_bf16", false)]
    [DataRow("Features : fp asimd bf16", false)]
    [DataRow("flags : fpu avx2 avx512f avx512_vnni", true)]
    public void TheFlagsOfAProcessorTellWhetherItLacksBFloat16(string flags, bool lacks) => Assert.AreEqual(lacks, CpuFeatures.Lacks(flags));

    // The first of /proc/cpuinfo's lines for each of two processors, as Linux writes them (man 5 proc).
    [TestMethod]
    public void AProcessorIsCalledWhatLinuxCallsIt()
    {
        Assert.AreEqual("Intel(R) Xeon(R) CPU @ 2.20GHz", CpuFeatures.NameOf(["processor\t: 0", "model\t\t: 79", "model name\t: Intel(R) Xeon(R) CPU @ 2.20GHz", "model name\t: other"]));
        Assert.IsNull(CpuFeatures.NameOf(["processor\t: 0", "CPU implementer\t: 0x41"]), "As on Arm.");
        Assert.IsGreaterThan(2, CpuFeatures.Name.Length);
    }

    [TestMethod]
    public void AutoTakesTheFasterAndFloat32WhereBFloat16IsSlowerOrMissing()
    {
        var notes = new List<string>();
        TrainingPrecision Choose(double? reduced) => PrecisionChoice.Of(TrainingPrecision.Auto, trainsHeadAlone: false,
            () => (TimeSpan.FromMilliseconds(100), reduced is { } ms ? TimeSpan.FromMilliseconds(ms) : null), notes.Add, notes.Add);
        Assert.AreEqual(TrainingPrecision.BFloat16, Choose(60));
        Assert.AreEqual(TrainingPrecision.Float32, Choose(140));
        Assert.AreEqual(TrainingPrecision.Float32, Choose(null));
        CollectionAssert.AreEqual(new[]
        {
            "Precision: a pass forward and backward takes 60 ms in bfloat16 and 100 ms in float32: bfloat16.",
            "Precision: a pass forward and backward takes 140 ms in bfloat16 and 100 ms in float32: float32.",
            "Precision: this device does not compute in bfloat16: float32.",
        }, notes);
        Assert.AreEqual(TrainingPrecision.Float32, PrecisionChoice.Of(TrainingPrecision.Auto, trainsHeadAlone: true, () => throw new InvalidOperationException("Nothing to measure."), notes.Add, notes.Add));
    }

    private static (float Loss, float[] Gradients) Pass(Backbone network, TrainingPrecision precision, bool recomputes = false)
    {
        using var scope = NewDisposeScope();
        network.train();
        network.zero_grad();
        var side = BackboneTable.All.TryFind(network.Architecture, out _) ? 64 : 8;
        var inputs = ChannelsLast.Of(randn([8, 1, side, side], generator: new Generator(7)));
        ChannelsLast.Apply(network);
        using var stages = new TrainedStages(network, StagePlan.Of(new()), new Sgd(), totalSteps: 1);
        using var pass = ForwardPass.Of(network, stages, inputs, (precision, Recomputes: recomputes));
        Assert.AreEqual(ScalarType.Float32, pass.Logits.dtype);
        var loss = LearningTask.For(PredictionTask.Binary).Loss(pass.Logits, tensor(new float[] { 0, 1, 0, 1, 1, 0, 0, 0 }).reshape(8, 1), null);
        pass.Backward(loss);
        return (loss.item<float>(), [.. network.parameters().Where(parameter => parameter.grad is not null).SelectMany(parameter => parameter.grad!.contiguous().data<float>().ToArray())]);
    }

    // Of two gradients, as a share of the length of the first.
    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - (double)y, 2)).Sum() / a.Sum(x => (double)x * x));
}
