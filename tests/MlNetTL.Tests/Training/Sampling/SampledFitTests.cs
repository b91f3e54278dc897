using MlNetTL.Data;
using MlNetTL.Training;
using MlNetTL.Training.Sampling;
using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Training.Sampling;

[TestClass]
public sealed class SampledFitTests
{
    // A head on features that stay, with steps too small to change it: each row loses the same in every epoch, and the mean loss tells which rows were seen. Class weights give the mean of the two
    // classes' mean losses by another way than draws.
    [TestMethod]
    public void ClassesAreSeenAlike()
    {
        using var images = new StripedImages(48);
        foreach (var row in images.Rows.Where((_, i) => i % 2 == 0 && i % 8 != 0)) row.Label = false;
        double Of(RowSampling sampling, ClassWeighting weighting, int epochs)
        {
            var options = Still(sampling);
            (options.Epochs, options.ClassWeighting, options.FreezeBackbone, options.BatchSize) = (epochs, weighting, true, 48);
            var losses = new List<double>();
            options.MetricsCallback = epoch => losses.Add(epoch.TrainLoss);
            images.Fit(options).Dispose();
            return losses.Average();
        }
        var balanced = Of(RowSampling.EachOnce, ClassWeighting.Balanced, epochs: 2);
        var plain = Of(RowSampling.EachOnce, ClassWeighting.None, epochs: 2);
        var sampled = Of(RowSampling.ByLabel, ClassWeighting.None, epochs: 80);
        // About 3,000 draws, of which an eighth of the rows are half: the mean is off by about 1/40 of what sampling moves it.
        Assert.IsLessThan(0.15 * Math.Abs(plain - balanced), Math.Abs(sampled - balanced), $"{plain}, {sampled}, {balanced}");
    }

    [TestMethod]
    public void AColumnsValuesAreSeenAlikeAndTheNamesReachTheFit()
    {
        using var images = new StripedImages(16);
        var options = Still(RowSampling.ByColumn);
        options.SamplingBalanceColumnName = "Kind";
        foreach (var row in images.Rows.Where((_, i) => i % 2 == 0 && i != 0)) row.Kind = "lying";
        var losses = new List<double>();
        options.MetricsCallback = epoch => losses.Add(epoch.TrainLoss);
        images.Fit(options).Dispose();
        options.Sampling = RowSampling.EachOnce;
        options.SamplingBalanceColumnName = null;
        images.Fit(options).Dispose();
        Assert.AreNotEqual(losses[0], losses[1]);
    }

    [TestMethod]
    public void WhatCannotBeBalancedIsRefusedBeforeAnyImage()
    {
        using var images = new StripedImages(8);
        var options = StripedImages.Quick();
        options.Sampling = RowSampling.ByColumn;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => options.Validate()).Message, "SamplingBalanceColumnName must name the column that Sampling ByColumn balances. Received: null.");
        options.SamplingBalanceColumnName = "Hospital";
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Fit(options)).Message, "SamplingBalanceColumnName 'Hospital' must be in the training data. Found: Path, Label, Kind, Patient");
        options.Sampling = RowSampling.ByLabel;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => options.Validate()).Message, "SamplingBalanceColumnName belongs to Sampling ByColumn. Received: 'Hospital' with Sampling ByLabel.");
        options.SamplingBalanceColumnName = null;
        foreach (var row in images.Rows) row.Label = true;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Fit(options)).Message, "must have rows of both classes to be trained");
    }

    [TestMethod]
    public void WeightsOnTopOfSamplingAreToldOf()
    {
        using var images = new StripedImages(16);
        var options = Still(RowSampling.ByLabel);
        images.Fit(options).Dispose();
        Assert.IsFalse(images.Warnings.Any(warning => warning.Contains("count twice")));
        options.ClassWeighting = ClassWeighting.Balanced;
        images.Fit(options).Dispose();
        Assert.ContainsSingle(warning => warning.Contains("Sampling ByLabel draws rare classes more often, and ClassWeighting Balanced on top of it"), images.Warnings);
    }

    [TestMethod]
    public void ARowThatComesTwiceIsAugmentedTwice()
    {
        using var rig = new LoopRig();
        using var scope = NewDisposeScope();
        var twice = rig.Source(4).LoadAugmented(new DrawnBatch([1, 1, 1], [1, 5, 1]), new AugmentationPolicy([new RandomRotation(90)]), seed: 3, epoch: 1).Inputs;
        Assert.IsFalse(twice[0].allclose(twice[1]));
        Assert.IsTrue(twice[0].eq(twice[2]).all().item<bool>(), "The same draw is the same image.");
    }

    private static ImageTransferLearningTrainer.Options Still(RowSampling sampling)
    {
        var options = StripedImages.Quick(epochs: 1, learningRate: 1e-30);
        options.Sampling = sampling;
        return options;
    }
}
