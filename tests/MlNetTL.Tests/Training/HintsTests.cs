using MlNetTL.Images;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class HintsTests
{
    [TestMethod]
    public void StagesThatLearnNothingAreNamed()
    {
        Assert.IsEmpty(Of(new() { Weights = null }));
        StringAssert.StartsWith(Of(new() { Weights = null, FreezeUpTo = "stage1" }).Single(), "The stages before 'stage2' are frozen with random values");
        var late = Of(new() { Weights = null, UnfreezeEvery = 5, Epochs = 3 });
        StringAssert.StartsWith(late[0], "The stages before 'head' are frozen with random values");
        StringAssert.StartsWith(late[1], "5 of 6 stages never train: one joins every 5 epochs, and there are 3.");
        Assert.HasCount(1, Of(new() { Weights = null, UnfreezeEvery = 1, Epochs = 6 }));
    }

    [TestMethod]
    [DataRow(3, 3, 0.0, true)]
    [DataRow(2, 3, 0.0, true)]
    [DataRow(4, 3, 0.0, false)]
    // What is no improvement to the schedule may be one to the fit, which then goes on.
    [DataRow(3, 3, 0.1, false)]
    public void APlateauThatTheFitNeverReachesIsTold(int patience, int plateau, double improvement, bool never)
    {
        var options = new ImageTransferLearningTrainer.Options { Weights = null, Patience = patience, Schedule = new PlateauSchedule(Patience: plateau, MinimumImprovement: improvement) };
        Assert.AreEqual(never, Of(options).Any(hint => hint.Contains($"ends after {patience} epochs", StringComparison.Ordinal) && hint.Contains($"waits for {plateau}", StringComparison.Ordinal)));
        options.Optimizer = new CoolMomentum();
        Assert.IsFalse(Of(options).Any(hint => hint.StartsWith("The rate never falls", StringComparison.Ordinal)), "It runs all its steps.");
        (options.Optimizer, options.Phases, options.Epochs) = (new Adam(), [new(5, "head"), new(5)], 10);
        Assert.IsFalse(Of(options).Any(hint => hint.StartsWith("The rate never falls", StringComparison.Ordinal)), "The first phase does not end for it.");
    }

    // Of 12 epochs, the stages have eight and four.
    [TestMethod]
    public void AScheduleThatNoStageOfAHierarchyReachesIsTold()
    {
        var options = new ImageTransferLearningTrainer.Options { Weights = null, Epochs = 12, Schedule = new StepSchedule(Every: 10) };
        Assert.IsEmpty(Of(options));
        options.Hierarchy = MlNetTL.Data.CheXpertLabels.Tree;
        Assert.IsTrue(Of(options).Any(hint => hint.StartsWith("The schedule leaves the learning rate as it is", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void ANetworkWithoutNormalisationAsksForClipping()
    {
        StringAssert.Contains(Of(new() { Weights = null, Backbone = "nf_resnet50" }).Single(), "Set AdaptiveGradientClipping to 0.01");
        Assert.IsEmpty(Of(new() { Weights = null, Backbone = "nf_resnet50", AdaptiveGradientClipping = 0.01 }));
    }

    [TestMethod]
    public void FiguresOfOtherChannelsAreRefused()
    {
        var options = new ImageTransferLearningTrainer.Options { Backbone = "resnet18", Preprocessing = MlNetTL.Backbones.Preprocessing.ImageNet };
        options.Validate(new(3, 64, 64));
        options.Validate(new(1, 64, 64));
        var error = Assert.ThrowsExactly<ArgumentException>(() => options.Validate(new(4, 64, 64)));
        StringAssert.Contains(error.Message, "for each of the 4 channels of the images. Received: 3.");
    }

    private static string[] Of(ImageTransferLearningTrainer.Options options) => [.. Hints.Of(options, pretrained: null, image: null, new ImageLayout(3, 224, 224))];
}
