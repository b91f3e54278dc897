using Microsoft.ML;
using MlNetTL.Training;
using MlNetTL.Training.Schedules;

namespace MlNetTL.Tests.Training;

/// <summary>Phases at stated epochs: which stages train, at which rates, and that the older settings are plans of the same kind.</summary>
[TestClass]
public sealed class PhasesTests
{
    [TestMethod]
    public void TheHeadTrainsFirstAndThenAllEachAtItsRate()
    {
        using var images = new StripedImages(24);
        var epochs = new List<EpochMetrics>();
        var options = StripedImages.Quick(epochs: 4, learningRate: 0.25);
        (options.Phases, options.ValidationFraction, options.MetricsCallback) = ([new(2, "head", 0.5), new(1, "stage3"), new(1, LearningRate: 0.125)], 0, epochs.Add);
        using var trained = images.Fit(options);
        CollectionAssert.AreEqual(new[] { "head", "head", "stage3+stage4+head", "all" }, epochs.Select(epoch => epoch.Phase).ToArray());
        CollectionAssert.AreEqual(new[] { 0.5, 0.5, 0.25, 0.125 }, epochs.Select(epoch => epoch.LearningRate).ToArray());
    }

    // The same plan said in two ways must give the same bits.
    [TestMethod]
    public void UnfreezingIsAPlanOfPhases()
    {
        using var images = new StripedImages(24);
        var steps = StripedImages.Quick(epochs: 3);
        (steps.UnfreezeEvery, steps.StageLearningRateFactor, steps.ValidationFraction) = (1, 0.5, 0);
        var stated = StripedImages.Quick(epochs: 3);
        (stated.Phases, stated.StageLearningRateFactor, stated.ValidationFraction) = ([new(1, "head"), new(1, "stage4"), new(1, "stage3")], 0.5, 0);
        using var first = images.Fit(steps);
        using var second = images.Fit(stated);
        CollectionAssert.AreEqual(StripedImages.Values(first), StripedImages.Values(second));
    }

    [TestMethod]
    public void AScheduleGoesOnOrBeginsAnew()
    {
        var plan = StagePlan.Of(new() { Phases = [new(2, "head"), new(3, "stage4"), new(4, RestartSchedule: true)] });
        CollectionAssert.AreEqual(new[] { 1, 6 }, plan.ScheduleStarts.ToArray());
        var rates = new ScheduledRates(new CosineSchedule(WarmupSteps: 2), new(9 * 10, 10), starts: plan.ScheduleStarts);
        // Two stretches, of 50 and of 40 steps, by the formula: a warm-up of two steps, then half a cosine over what is left.
        for (var step = 0; step < 90; step++)
        {
            var (place, length) = step < 50 ? (step, 50) : (step - 50, 40);
            var expected = place < 2 ? place / 2.0 : (1 + Math.Cos(Math.PI * (place - 2) / (length - 2))) / 2;
            Assert.AreEqual(expected, rates.FactorOf(step / 10 + 1, step % 10), 1e-12, $"step {step}");
        }
    }

    [TestMethod]
    public void APlateauIsForgottenWhereTheScheduleBeginsAnew()
    {
        var rates = new ScheduledRates(new PlateauSchedule(Patience: 1), new(4, 1), starts: [1, 3]);
        rates.Take(0.5);
        rates.Take(0.5);
        Assert.AreEqual(0.1, rates.FactorOf(2, 0), 1e-12);
        rates.BeginPhase(2);
        Assert.AreEqual(0.1, rates.FactorOf(2, 0), 1e-12);
        rates.BeginPhase(3);
        Assert.AreEqual(1, rates.FactorOf(3, 0), 1e-12);
    }

    [TestMethod]
    public void WhatContradictsIsNamedTogether()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(() => new MLContext().BinaryClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
        {
            Phases = [new(0, "stage5"), new(2, "stage1", -1), new(3, "head")],
            Epochs = 9,
            FreezeUpTo = "stem",
            UnfreezeEvery = 2,
        })).Message;
        foreach (var problem in new[]
                 {
                     "Phases[0].Epochs must be at least 1. Received: 0.",
                     "Phases[0].TrainFrom must be one of all, stem, stage1, stage2, stage3, stage4, head. Received: 'stage5'. Did you mean 'stage1'?",
                     "Phases[1].LearningRate must be above 0 and finite, or null. Received: -1.",
                     "Phases[2] must train no less than the phase before it, which trains from 'stage1'. Received: 'head'.",
                     "Epochs must be left out, or be the sum of the phases' epochs, 5. Received: 9.",
                     "FreezeUpTo must be left out where Phases say which stages train.",
                     "UnfreezeEvery must be left out where Phases say which stages train.",
                 })
            StringAssert.Contains(message, problem);
        Assert.AreEqual(5, new ImageTransferLearningTrainer.Options { Phases = [new(2, "head"), new(3)] }.Epochs);
        Assert.AreEqual(10, new ImageTransferLearningTrainer.Options().Epochs);
    }
}
