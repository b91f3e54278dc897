using Microsoft.ML;
using MlNetTL.Training;
using MlNetTL.Training.LearningRates;
using MlNetTL.Training.Optimizers;

namespace MlNetTL.Tests.Training.LearningRates;

/// <summary>The suggestions are worked out by hand from fastai's published definitions.</summary>
[TestClass]
public sealed class LearningRateTests
{
    // A tenth of 100 steps at the start and 5 at the end are left out: 85 losses, each below the one before. The longest fall has 85 of them and ends at place 84, so it starts at -1; a third is
    // 28.3, half of it 14.2: place -1 + 28 + 14 = 41 of those kept, step 51.
    [TestMethod]
    public void TwoThirdsIntoAnEvenFallLiesTheValley()
    {
        var search = new LearningRateSearch();
        var curve = LearningRateCurve.Of([.. Enumerable.Range(0, 100).Select(step => new LearningRatePoint(search.RateOf(step), 0, 200 - step))], search);
        Assert.AreEqual(1e-7 * Math.Pow(1e8, 0.51), curve.Valley!.Value, 1e-12);
    }

    // 9 5 8 4 7 3 6 2 9: of the chains of falling losses, 9 8 7 6 2 and 9 5 4 3 2 are the longest, of 5, and end at place 7. From 7 - 5 = 2, a third is 1.67 and half of it 0.83: 2 + 1 + 0.
    [TestMethod]
    public void WhatOnlyRisesHasNoValley()
    {
        Assert.IsNull(LearningRateSuggestions.Valley([1, 2, 3, 4]));
        Assert.IsNull(LearningRateSuggestions.Valley([2, 1, 3, 4]));
    }

    [TestMethod]
    public void OtherLossesMayStandBetweenThoseOfAFall() => Assert.AreEqual(3, LearningRateSuggestions.Valley([9, 5, 8, 4, 7, 3, 6, 2, 9]));

    // Of 3 to 1 over a factor of 10 (2 / 2.303 = 0.87) and of 1 to 0.5 over a factor of 1.5 (0.5 / 0.405 = 1.23), the latter is the steeper.
    [TestMethod]
    public void TheSteepestFallCountsTheLogarithmOfTheRate() => Assert.AreEqual(1, LearningRateSuggestions.Steepest([0.001, 0.01, 0.015, 0.1], [3, 1, 0.5, 2]));

    [TestMethod]
    public void TheSearchEndsWhereTheLossRunsAwayAndIsTheSameAgain()
    {
        using var images = new StripedImages(24);
        var (first, second) = (Find(images, Options()), Find(images, Options()));
        CollectionAssert.AreEqual(first.Points.ToArray(), second.Points.ToArray());
        Assert.IsNotNull(first.Valley);
        var (last, least) = (first.Points[^1].Smoothed, first.Points.Min(point => point.Smoothed));
        Assert.IsTrue(first.Points.Count == 40 || last > 4 * least);
        Assert.IsTrue(first.Points.SkipLast(1).All(point => point.Smoothed <= 4 * least));
        for (var step = 0; step < first.Points.Count; step++) Assert.AreEqual(1e-5 * Math.Pow(1e6, step / 40.0), first.Points[step].LearningRate, 1e-9 * first.Points[step].LearningRate);
        // The first smoothed loss is the loss; the second weighs them 0.98 and 1.
        var points = first.Points;
        Assert.AreEqual(points[0].Loss, points[0].Smoothed, 1e-12);
        Assert.AreEqual((0.98 * points[0].Loss + points[1].Loss) / 1.98, points[1].Smoothed, 1e-9);
    }

    // With plain SGD at next to no rate, the first losses are those of a fit that does not move: the phase's stages train at the search's rate, not at the phase's.
    [TestMethod]
    public void ASearchOfAPhaseTrainsItsStages()
    {
        using var images = new StripedImages(24);
        var options = Options();
        options.Phases = [new(1, "head", 0.5), new(1)];
        var (head, all) = (Find(images, options, phase: 1), Find(images, options, phase: 2));
        CollectionAssert.AreEqual(head.Points.Take(1).ToArray(), Find(images, options, phase: 1).Points.Take(1).ToArray());
        CollectionAssert.AreNotEqual(head.Points.ToArray(), all.Points.ToArray());
        Assert.AreEqual(head.Points[5].LearningRate, all.Points[5].LearningRate, 1e-12);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Find(images, options, phase: 3)).Message, "Phase must be one of the fit's, 1 to 2. Received: 3.");
    }

    [TestMethod]
    public void AChainOfTheLibraryFindsItsRateAndOneWithoutATrainerIsRefused()
    {
        using var images = new StripedImages(24);
        var chain = images.Load(1).Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(Options()));
        CollectionAssert.AreEqual(Find(images, Options()).Points.ToArray(), chain.FindLearningRate(images.View, s_search).Points.ToArray());
        var bare = images.ML.Transforms.CopyColumns("Copy", "Label").Append(images.ML.Transforms.CopyColumns("Again", "Copy"));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => bare.FindLearningRate(images.View)).Message, "needs an image trainer");
    }

    [TestMethod]
    public void WhatIsOutOfRangeIsNamedTogether()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(() => new LearningRateSearch(0, -1, 5, 0).Validate(1)).Message;
        foreach (var problem in new[] { "Lowest must be above 0", "Highest must be above Lowest", "Steps must be at least 20. Received: 5.", "Phase must be one of the fit's, 1 to 1. Received: 0." }) StringAssert.Contains(message, problem);
    }

    private static readonly LearningRateSearch s_search = new(1e-5, 10, 40);

    private static ImageTransferLearningTrainer.Options Options()
    {
        var options = StripedImages.Quick();
        options.Optimizer = new Sgd();
        return options;
    }

    private static LearningRateCurve Find(StripedImages images, ImageTransferLearningTrainer.Options options, int phase = 1) =>
        images.ML.BinaryClassification.Trainers.ImageTransferLearning(options).FindLearningRate(images.Load(1).Fit(images.View).Transform(images.View), s_search with { Phase = phase });
}
