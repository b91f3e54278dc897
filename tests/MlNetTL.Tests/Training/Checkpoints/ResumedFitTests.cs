using MlNetTL.Backbones;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Checkpoints;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;

namespace MlNetTL.Tests.Training.Checkpoints;

/// <summary>A fit that was stopped and goes on ends where one in one go ends: the same bits, the same history.</summary>
[TestClass]
public sealed class ResumedFitTests
{
    // Two steps an epoch, three epochs.
    [TestMethod]
    [DataRow("sgd", 1)]
    [DataRow("sgd", 3)]
    [DataRow("sgd", 5)]
    [DataRow("adam", 2)]
    [DataRow("adam", 4)]
    [DataRow("adamw", 5)]
    [DataRow("coolMomentum", 1)]
    [DataRow("coolMomentum", 4)]
    public void TheBitsAreThoseOfAFitInOneGo(string optimizer, int stopAfter) => Compare(options => options.Optimizer = Named(optimizer), stopAfter);

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    public void SoItIsWhereStagesJoinOnTheWay(int stopAfter) => Compare(options => (options.UnfreezeEvery, options.StageLearningRateFactor) = (1, 0.5), stopAfter);

    // Before the border, on it and behind it; the plateau's count begins anew there.
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    public void SoItIsAcrossThePhasesBorder(int stopAfter) => Compare(options => (options.Phases, options.Schedule) =
        ([new(1, "head", 0.01), new(2, RestartSchedule: stopAfter > 2)], new PlateauSchedule(0.5, Patience: 1, MinimumImprovement: 2)), stopAfter);

    [TestMethod]
    public void SoItIsWhereStagesJoinAVelocity() => Compare(options => (options.Optimizer, options.UnfreezeEvery, options.StageLearningRateFactor) = (new CoolMomentum(), 1, 0.5), stopAfter: 5);

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void SoItIsUnderASchedule(int stopAfter) =>
        Compare(options => (options.Schedule, options.GradientClipping) = (new CosineSchedule(0.01, WarmupSteps: 2), 0.5), stopAfter);

    // No gain is as large as 2: the rate falls after each epoch but the first.
    [TestMethod]
    [DataRow(4)]
    [DataRow(5)]
    public void SoItIsWherePlateausWereMet(int stopAfter) =>
        Compare(options => options.Schedule = new PlateauSchedule(0.5, Patience: 1, MinimumImprovement: 2), stopAfter);

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    public void SoItIsForAHeadOnKeptFeatures(int stopAfter) => Compare(options => options.FreezeBackbone = true, stopAfter);

    [TestMethod]
    public void SoItIsWithDropoutAndPatience() => Compare(options => (options.Backbone, options.Patience) = ("efficientnet_b0", 1), stopAfter: 4);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void SoItIsWhereBranchesAreLeftOut(bool recomputed) => Compare(options => (options.StochasticDepth, options.ActivationCheckpointing) = (0.5, recomputed), stopAfter: 3);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void SoItIsWithAnotherLossAndHiddenLayers(bool frozen) => Compare(options =>
    {
        (options.Loss, options.FreezeBackbone) = (new Focal(), frozen);
        (options.HiddenLayers, options.HiddenActivation, options.HiddenDropout, options.HiddenBatchNorm) = ([6], TopActivation.Gelu, 0.5, true);
    }, stopAfter: 3);

    [TestMethod]
    public void AFitThatCameToItsEndIsNotTrainedAgain()
    {
        using var images = new StripedImages(24);
        var options = Options(images);
        using var first = images.Fit(options);
        var steps = 0;
        var epochs = new List<EpochMetrics>();
        options.ProgressCallback = step => steps += step.Stage == TrainingStage.Training ? 1 : 0;
        options.MetricsCallback = epochs.Add;
        images.Notes.Clear();
        using var second = images.Fit(options);
        Assert.AreEqual(0, steps);
        Assert.HasCount(3, epochs);
        CollectionAssert.AreEqual(StripedImages.Values(first), StripedImages.Values(second));
        Assert.ContainsSingle(note => note.Contains("came to its end: nothing is trained. Delete it to train anew"), images.Notes);
    }

    [TestMethod]
    public void OtherSettingsOrDataAreRefusedByName()
    {
        using var images = new StripedImages(24);
        images.Fit(Options(images)).Dispose();
        foreach (var (change, name) in new (Action<ImageTransferLearningTrainer.Options>, string)[]
                 {
                     (options => options.LearningRate = 0.5, "LearningRate"),
                     (options => options.Optimizer = new Sgd(Momentum: 0.8), "Optimizer"),
                     (options => options.Seed = 4, "the first weights, the seed, the training images, the validation images"),
                     (options => options.Schedule = new StepSchedule(Milestones: [1]), "Schedule"),
                     (options => options.GradientClipping = 1, "GradientClipping"),
                     (options => options.Epochs = 9, "Epochs"),
                     (options => options.Loss = new Focal(), "Loss"),
                     (options => options.EffectiveNumberBeta = 0.5, "EffectiveNumberBeta"),
                     (options => options.FreezeUpTo = "stem", "FreezeUpTo"),
                     (options => options.StochasticDepth = 0.5, "StochasticDepth"),
                 })
        {
            var options = Options(images);
            change(options);
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => images.Fit(options));
            StringAssert.Contains(error.Message, $"It differs in: {name}. Fit with the settings and data that it was made with");
        }
        File.Copy(images.Rows[1].Path, images.Rows[0].Path, overwrite: true);
        // Written within a tick of the clock, both pictures have one time.
        File.SetLastWriteTimeUtc(images.Rows[0].Path, File.GetLastWriteTimeUtc(images.Rows[0].Path).AddSeconds(1));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => images.Fit(Options(images))).Message, "the training images");
    }

    [TestMethod]
    public void AnotherBuildOrProcessorIsWarnedOfAndACheckpointThatDoesNotNameThemGoesOn()
    {
        using var images = new StripedImages(24);
        images.Fit(Options(images)).Dispose();
        Assert.IsEmpty(Elsewhere());
        Rewrite(facts => (facts["libtorch"], facts["the processor"]) = ("1.0", "Abacus 9000"));
        images.Fit(Options(images)).Dispose();
        var warning = Elsewhere().Single();
        StringAssert.Contains(warning, $"libtorch was '1.0', and is '{TorchSharp.torch.__version__}' now; the processor was 'Abacus 9000', and is '{MlNetTL.Interop.CpuFeatures.Name}' now.");
        images.Warnings.Clear();
        Rewrite(facts => Assert.IsTrue(facts.Remove("libtorch") && facts.Remove("the processor") && facts.Remove("the build of MlNetTL")));
        images.Fit(Options(images)).Dispose();
        Assert.IsEmpty(Elsewhere());

        string[] Elsewhere() => [.. images.Warnings.Where(text => text.Contains("The checkpoint was made elsewhere", StringComparison.Ordinal))];

        void Rewrite(Action<Dictionary<string, string>> change)
        {
            using var zip = System.IO.Compression.ZipFile.Open(Path.Combine(images["checkpoint"], TrainingCheckpoint.FileName), System.IO.Compression.ZipArchiveMode.Update);
            var entry = zip.GetEntry("identity.json")!;
            Dictionary<string, string> facts;
            using (var stream = entry.Open()) facts = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
            change(facts);
            entry.Delete();
            using var rewritten = zip.CreateEntry("identity.json").Open();
            System.Text.Json.JsonSerializer.Serialize(rewritten, facts);
        }
    }

    [TestMethod]
    public void DamageIsToldAndAnotherProcessIsNotDisturbed()
    {
        using var images = new StripedImages(24);
        var options = Options(images);
        images.Fit(options).Dispose();
        var path = Path.Combine(options.CheckpointFolder!, TrainingCheckpoint.FileName);
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => images.Fit(options)).Message, "Delete it to train from the start.");
        File.WriteAllBytes(path, whole);
        using (new FileStream(Path.Combine(options.CheckpointFolder!, "training.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => images.Fit(options)).Message, "One fit at a time may keep its checkpoint");
        // Half a checkpoint of a process that was killed is swept away.
        File.WriteAllBytes(Path.Combine(options.CheckpointFolder!, $".{TrainingCheckpoint.FileName}.x.tmp"), whole[..9]);
        images.Fit(options).Dispose();
        CollectionAssert.AreEqual(new[] { TrainingCheckpoint.FileName }, Directory.GetFiles(options.CheckpointFolder!).Select(Path.GetFileName).ToArray());
    }

    private static void Compare(Action<ImageTransferLearningTrainer.Options> change, int stopAfter)
    {
        using var images = new StripedImages(24);
        var (whole, expected) = Fit(images, change, folder: null, stopAfter: null);
        using (whole)
        {
            Assert.ThrowsExactly<OperationCanceledException>(() => Fit(images, change, images["checkpoint"], stopAfter));
            var (resumed, found) = Fit(images, change, images["checkpoint"], stopAfter: null);
            using (resumed)
            {
                CollectionAssert.AreEqual(StripedImages.Values(whole!), StripedImages.Values(resumed!));
                CollectionAssert.AreEqual(expected.Select(Bare).ToArray(), found.Select(Bare).ToArray());
            }
        }
    }

    private static (ImageTransferLearningTransformer? Model, List<EpochMetrics> Epochs) Fit(StripedImages images, Action<ImageTransferLearningTrainer.Options> change, string? folder, int? stopAfter)
    {
        using var cancel = new CancellationTokenSource();
        var options = Options(images);
        change(options);
        options.CheckpointFolder = folder;
        options.CancellationToken = cancel.Token;
        var (steps, epochs) = (0, new List<EpochMetrics>());
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training && ++steps == stopAfter) cancel.Cancel();
        };
        options.MetricsCallback = epochs.Add;
        return (images.Fit(options), epochs);
    }

    private static ImageTransferLearningTrainer.Options Options(StripedImages images)
    {
        var options = StripedImages.Quick(epochs: 3);
        options.CheckpointFolder = images["checkpoint"];
        return options;
    }

    // Times differ from run to run.
    private static EpochMetrics Bare(EpochMetrics epoch) => epoch with { Duration = TimeSpan.Zero, ImagesPerSecond = 0 };

    private static OptimizerOptions Named(string name) => name switch { "sgd" => new Sgd(WeightDecay: 0.01), "adam" => new Adam(), "coolMomentum" => new CoolMomentum(WeightDecay: 0.01), _ => new AdamW(WeightDecay: 0.1) };
}
