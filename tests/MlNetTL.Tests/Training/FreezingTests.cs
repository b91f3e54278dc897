using MlNetTL.Backbones;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class FreezingTests
{
    [TestMethod]
    public void AStageAndAllBelowItStayBitForBitEvenUnderWeightDecay()
    {
        using var images = new StripedImages(24);
        var (options, epochs) = Options(epochs: 1);
        options.FreezeUpTo = "stage2";
        options.Optimizer = new AdamW(WeightDecay: 0.1);
        using var trained = images.Fit(options);
        Compare(trained, name => name.StartsWith("layer3", StringComparison.Ordinal) || name.StartsWith("layer4", StringComparison.Ordinal) || name.StartsWith("fc", StringComparison.Ordinal));
        Assert.AreEqual("stage3+stage4+head", epochs.Single().Phase);
    }

    [TestMethod]
    public void StagesJoinOneByOneTowardTheStem()
    {
        using var images = new StripedImages(24);
        var (options, epochs) = Options(epochs: 5);
        options.ValidationFraction = 0; // Else the best epoch may be an earlier one.
        options.UnfreezeEvery = 2;
        options.Optimizer = new Sgd(WeightDecay: 0.1);
        using var trained = images.Fit(options);
        CollectionAssert.AreEqual(new[] { "head", "head", "stage4+head", "stage4+head", "stage3+stage4+head" }, epochs.Select(epoch => epoch.Phase).ToArray());
        Compare(trained, name => name.StartsWith("layer3", StringComparison.Ordinal) || name.StartsWith("layer4", StringComparison.Ordinal) || name.StartsWith("fc", StringComparison.Ordinal));
    }

    [TestMethod]
    public void APlanBeginsWhereItIsToldAndEndsWithAll()
    {
        var plan = StagePlan.Of(new() { FreezeUpTo = "stage1", UnfreezeEvery = 1 });
        CollectionAssert.AreEqual(new[] { "stage2+stage3+stage4+head", "stage1+stage2+stage3+stage4+head", "all", "all" }, Enumerable.Range(1, 4).Select(plan.PhaseOf).ToArray());
        Assert.IsFalse(plan.IsComplete(2));
        Assert.IsTrue(plan.IsComplete(3));
        Assert.AreEqual("head", StagePlan.Of(new() { FreezeBackbone = true }).PhaseOf(9));
        Assert.AreEqual("all", StagePlan.Of(new()).PhaseOf(1));
    }

    // With plain SGD and one batch the change of a weight is its rate times its gradient.
    [TestMethod]
    public void EachStageTowardTheStemLearnsAtItsShareOfTheRate()
    {
        using var images = new StripedImages(16);
        ImageTransferLearningTransformer Fit(double factor)
        {
            var (options, _) = Options(epochs: 1);
            options.ValidationFraction = 0;
            options.BatchSize = 16;
            options.Optimizer = new Sgd(Momentum: 0);
            options.LearningRate = 0.5;
            options.StageLearningRateFactor = factor;
            return images.Fit(options);
        }
        using var alike = Fit(1);
        using var shrinking = Fit(0.5);
        using var fresh = BackboneTable.All["resnet18"].Build(1, new(1), 3);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (before, all, less) = (fresh.state_dict(), alike.Model.Network.state_dict(), shrinking.Model.Network.state_dict());
        foreach (var (name, share) in new[] { ("fc.weight", 1), ("layer4.0.conv1.weight", 0.5), ("layer3.1.bn2.bias", 0.25), ("layer2.0.conv1.weight", 0.125), ("layer1.0.bn1.bias", 0.0625), ("bn1.bias", 0.03125) })
        {
            var (full, part) = (all[name] - before[name], less[name] - before[name]);
            Assert.IsGreaterThan(1e-4, full.abs().max().item<float>(), name);
            Assert.IsLessThan(2e-2, ((part - full * share).norm() / (full * share).norm()).item<float>(), name);
        }
    }

    [TestMethod]
    public void PatienceCountsOnceEveryStageHasJoined()
    {
        using var images = new StripedImages(24);
        var (options, epochs) = Options(epochs: 30);
        options.LearningRate = 1e-12;
        options.Patience = 1;
        options.MinimumImprovement = 0.5;
        options.UnfreezeEvery = 1;
        using var _ = images.Fit(options);
        CollectionAssert.AreEqual(new[] { "head", "stage4+head", "all" }, epochs.Select(epoch => epoch.Phase).Where((_, i) => i is 0 or 1 or 5).ToArray());
        Assert.HasCount(6, epochs);
    }

    [TestMethod]
    public void SettingsThatContradictOrAreOutOfRangeAreNamedTogether()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new Microsoft.ML.MLContext().BinaryClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
        {
            FreezeBackbone = true,
            FreezeUpTo = "stage2",
            UnfreezeEvery = 0,
            StageLearningRateFactor = 1.5,
        }));
        StringAssert.Contains(error.Message, "FreezeBackbone stands for FreezeUpTo 'stage4'. Received: FreezeUpTo 'stage2' as well.");
        StringAssert.Contains(error.Message, "UnfreezeEvery must be at least 1. Received: 0.");
        StringAssert.Contains(error.Message, "StageLearningRateFactor must be above 0 and at most 1. Received: 1.5.");
        var misspelt = Assert.ThrowsExactly<ArgumentException>(() => new Microsoft.ML.MLContext().BinaryClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options { FreezeUpTo = "stage5" }));
        StringAssert.Contains(misspelt.Message, "FreezeUpTo must be one of stem, stage1, stage2, stage3, stage4, or null. Received: 'stage5'. Did you mean 'stage1'?");
    }

    [TestMethod]
    public void TheEstimateOfTimeCountsStagesThatJoinLater()
    {
        var plan = StagePlan.Of(new() { UnfreezeEvery = 1 });
        var share = new EpochShare([.. Enumerable.Range(1, 8).Select(epoch => plan.CostOf(epoch, onFeatures: false))]);
        Assert.IsLessThan(4 / 8.0, share.Of(TrainingStage.Validating, 4, 1, validates: true));
        Assert.AreEqual(1, share.Of(TrainingStage.Validating, 8, 1, validates: true), 1e-12);
        Assert.AreEqual(1, share.Of(TrainingStage.Training, 8, 1, validates: false), 1e-12);
        var steps = Enumerable.Range(1, 8).SelectMany(epoch => new[] { share.Of(TrainingStage.Training, epoch, 0.5, true), share.Of(TrainingStage.Training, epoch, 1, true), share.Of(TrainingStage.Validating, epoch, 1, true) }).ToList();
        CollectionAssert.AreEqual(steps.Order().ToList(), steps);
    }

    private static (ImageTransferLearningTrainer.Options, List<EpochMetrics>) Options(int epochs)
    {
        var (options, seen) = (StripedImages.Quick(epochs), new List<EpochMetrics>());
        options.MetricsCallback = seen.Add;
        return (options, seen);
    }

    private static void Compare(ImageTransferLearningTransformer trained, Func<string, bool> trains)
    {
        using var fresh = BackboneTable.All["resnet18"].Build(1, new(1), 3);
        var before = fresh.state_dict();
        foreach (var (name, tensor) in trained.Model.Network.state_dict()) Assert.AreEqual(!trains(name), tensor.equal(before[name]).all().item<bool>(), name);
    }
}
