using MlNetTL.Training;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;

namespace MlNetTL.Tests.Training.Schedules;

[TestClass]
public sealed class ScheduledFitTests
{
    // 16 rows to train on, in steps of 8.
    private const int Rows = 24, StepsPerEpoch = 2;

    [TestMethod]
    public void EachEpochTellsTheRatesOfItsSteps()
    {
        using var images = new StripedImages(Rows);
        var (epochs, _) = Fit(images, options => (options.Schedule, options.LearningRate) = (new CosineSchedule(WarmupSteps: 2), 0.01));
        var span = new ScheduleSpan(3 * StepsPerEpoch, StepsPerEpoch);
        foreach (var epoch in epochs)
        {
            var rates = Enumerable.Range((epoch.Epoch - 1) * StepsPerEpoch, StepsPerEpoch).Select(step => 0.01 * new CosineSchedule(WarmupSteps: 2).FactorAt(step, span)).ToArray();
            CollectionAssert.AreEqual(rates, epoch.LearningRates.ToArray());
            Assert.AreEqual(rates[^1], epoch.LearningRate);
        }
        Assert.AreEqual(0, epochs[0].LearningRates[0]);
        var (flat, _) = Fit(images, options => options.Epochs = 1);
        Assert.AreEqual(1e-3, flat[0].LearningRate);
        Assert.IsEmpty(flat[0].LearningRates);
    }

    [TestMethod]
    public void TheScheduleReachesTheStepsOfEveryGroup()
    {
        // A fall by 1e-30 after the first epoch leaves every stage, each at its own rate, as it was.
        using var images = new StripedImages(Rows);
        var (_, once) = Fit(images, options => (options.Epochs, options.ValidationFraction, options.StageLearningRateFactor, options.Optimizer) = (1, 0, 0.5, new Sgd(Momentum: 0)));
        var (_, still) = Fit(images, options => (options.Epochs, options.ValidationFraction, options.StageLearningRateFactor, options.Optimizer, options.Schedule)
            = (3, 0, 0.5, new Sgd(Momentum: 0), new StepSchedule(1e-30, Milestones: [1])));
        var (_, moved) = Fit(images, options => (options.Epochs, options.ValidationFraction, options.StageLearningRateFactor, options.Optimizer) = (3, 0, 0.5, new Sgd(Momentum: 0)));
        CollectionAssert.AreEqual(once, still);
        CollectionAssert.AreNotEqual(once, moved);
    }

    [TestMethod]
    public void APlateauLowersTheRateOfTheNextEpoch()
    {
        using var images = new StripedImages(Rows);
        // No gain is as large as 2: each epoch after the first is a stall.
        var (epochs, _) = Fit(images, options => options.Schedule = new PlateauSchedule(0.5, Patience: 1, MinimumImprovement: 2));
        CollectionAssert.AreEqual(new[] { 1e-3, 1e-3, 5e-4 }, epochs.Select(epoch => epoch.LearningRate).ToArray());
        var options = StripedImages.Quick();
        (options.Schedule, options.ValidationFraction) = (new PlateauSchedule(), 0);
        Assert.Contains("PlateauSchedule needs validation rows.", Assert.ThrowsExactly<ArgumentException>(() => options.Validate(layout: null)).Message);
    }

    // Twelve rows, four a step.
    [TestMethod]
    public void CoolMomentumSaysOverHowManyStepsItCools()
    {
        using var rig = new LoopRig();
        var said = new List<string>();
        (rig.Options.Optimizer, rig.Options.Epochs, rig.Options.NoteCallback) = (new CoolMomentum(), 2, said.Add);
        using var network = new TinyNetwork();
        rig.Run(network, rows: 12);
        CollectionAssert.AreEqual(new[] { "CoolMomentum cools over all steps of the fit: 2 epochs x 3 steps = 6." }, said);
        CollectionAssert.IsSubsetOf(said, rig.Notes, "It is in the log, too.");
    }

    [TestMethod]
    public void CoolMomentumRunsAllItsStepsAndKeepsTheBestEpoch()
    {
        using var images = new StripedImages(Rows);
        var (epochs, _) = Fit(images, options => (options.Optimizer, options.Patience, options.MinimumImprovement, options.Epochs, options.LearningRate) = (new CoolMomentum(), 1, 2, 4, 0.01));
        Assert.HasCount(4, epochs);
        Assert.ContainsSingle(warning => warning.Contains("CoolMomentum is defined over all steps of a fit, so that Patience 1 does not end it: all 4 epochs are run, and the best one is kept."), images.Warnings);
        var (stopped, _) = Fit(images, options => (options.Optimizer, options.Patience, options.MinimumImprovement, options.Epochs) = (new Sgd(), 1, 2, 4));
        Assert.HasCount(2, stopped);
    }

    [TestMethod]
    public void AScheduleThatChangesNothingOrRisesForeverIsTold()
    {
        using var images = new StripedImages(Rows);
        Fit(images, options => (options.Schedule, options.Epochs) = (new StepSchedule(), 1));
        Assert.ContainsSingle(warning => warning.Contains("The schedule leaves the learning rate as it is: it falls after 10 epochs for the first time, and there are 1."), images.Warnings);
        Fit(images, options => (options.Schedule, options.Epochs) = (new FlatSchedule(3), 1));
        Assert.ContainsSingle(warning => warning.Contains("The warm-up of 3 steps takes the whole fit of 2"), images.Warnings);
        Fit(images, options => (options.Schedule, options.Optimizer, options.Epochs) = (new CosineSchedule(), new CoolMomentum(), 1));
        Assert.ContainsSingle(warning => warning.Contains("here CosineSchedule multiplies the rate as well"), images.Warnings);
    }

    private static (List<EpochMetrics> Epochs, float[] Values) Fit(StripedImages images, Action<ImageTransferLearningTrainer.Options> change)
    {
        var (options, epochs) = (StripedImages.Quick(epochs: 3), new List<EpochMetrics>());
        options.MetricsCallback = epochs.Add;
        change(options);
        using var model = images.Fit(options);
        // Batch-norm's running statistics follow the images, whatever the rate.
        return (epochs, [.. model.Model.Network.named_parameters().SelectMany(pair => pair.parameter.data<float>().ToArray())]);
    }
}
