using Microsoft.ML;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Mixing;

namespace MlNetTL.Tests.Training.Mixing;

[TestClass]
public sealed class MixingFitTests
{
    // Steps too small to change a weight, and a body whose running statistics stay: what differs is what is measured.
    [TestMethod]
    public void TrainingIsMixedAndValidationIsNot()
    {
        using var images = new StripedImages(16);
        var plain = Epoch(images, null);
        foreach (var row in MixingTable.All.Rows)
        {
            var mixed = Epoch(images, row.Defaults with { Alpha = 1 });
            Assert.AreEqual(plain.ValidationLoss, mixed.ValidationLoss);
            Assert.AreNotEqual(plain.TrainLoss, mixed.TrainLoss, row.Name);
            Assert.AreEqual(mixed.TrainLoss, Epoch(images, row.Defaults with { Alpha = 1 }).TrainLoss);
        }
        // A share of nearly 0 or 1 leaves whole images, in another order of losses.
        Assert.AreEqual(plain.TrainLoss, Epoch(images, new Mixup(1e-6)).TrainLoss, 0.02);
    }

    [TestMethod]
    [DataRow(PredictionTask.Binary)]
    [DataRow(PredictionTask.Multiclass)]
    [DataRow(PredictionTask.MultiLabel)]
    public void EveryTaskAndLossTakesAMix(PredictionTask task)
    {
        using var images = new StripedImages(16);
        var view = task == PredictionTask.Multiclass ? images.ML.Transforms.Conversion.MapValueToKey("Kind").Fit(images.View).Transform(images.View) : images.View;
        foreach (var loss in LossTable.All.Rows.Where(row => row.Defaults.ProblemFor(task) is null))
        {
            var options = StripedImages.Quick(epochs: 1);
            (options.Loss, options.Mixing, options.ClassWeighting) = (loss.Defaults, new Mixup(), MlNetTL.Data.ClassWeighting.Balanced);
            options.LabelColumnName = task == PredictionTask.Multiclass ? "Kind" : null;
            EpochMetrics? epoch = null;
            options.MetricsCallback = metrics => epoch = metrics;
            images.Fit(options, task, view).Dispose();
            Assert.IsTrue(double.IsFinite(epoch!.TrainLoss), loss.Name);
        }
    }

    [TestMethod]
    public void AFrozenBodyRunsAnewInEachEpochSinceImagesAreMixed()
    {
        using var images = new StripedImages(16);
        var options = StripedImages.Quick(epochs: 3);
        options.FreezeBackbone = true;
        images.Fit(options).Dispose();
        Assert.ContainsSingle(note => note.Contains("are computed once, and the head is trained on them"), images.Notes);
        options.Mixing = new CutMix();
        images.Notes.Clear();
        images.Fit(options).Dispose();
        Assert.IsFalse(images.Notes.Any(note => note.Contains("are computed once, and the head is trained on them")));
    }

    private static EpochMetrics Epoch(StripedImages images, MixingOptions? mixing)
    {
        var options = StripedImages.Quick(epochs: 1, learningRate: 1e-30);
        (options.Mixing, options.FreezeBackbone) = (mixing, true);
        EpochMetrics? epoch = null;
        options.MetricsCallback = metrics => epoch = metrics;
        images.Fit(options).Dispose();
        return epoch!;
    }
}
