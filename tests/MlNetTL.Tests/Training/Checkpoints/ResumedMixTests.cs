using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Mixing;

namespace MlNetTL.Tests.Training.Checkpoints;

/// <summary>A fit that was stopped and goes on ends with the same bits where weights are averaged, images mixed, rows drawn and the loss trains scalars of its own.</summary>
[TestClass]
public sealed class ResumedMixTests
{
    // Two steps an epoch, three epochs: within an epoch and between two.
    [TestMethod]
    [DataRow("mixup", RowSampling.ByLabel, 1)]
    [DataRow("mixup", RowSampling.ByLabel, 4)]
    [DataRow("cutMix", RowSampling.ByColumn, 3)]
    [DataRow("cutMix", RowSampling.ByColumn, 5)]
    public void AllTogether(string mixing, RowSampling sampling, int stopAfter) => Compare(options =>
    {
        (options.AveragingDecay, options.Mixing, options.Sampling, options.Loss) = (0.9, MixingTable.All[mixing].Defaults with { Alpha = 1 }, sampling, new AucMargin());
        options.SamplingBalanceColumnName = sampling == RowSampling.ByColumn ? "Kind" : null;
    }, stopAfter, PredictionTask.Binary);

    [TestMethod]
    [DataRow(3)]
    public void WithLabelWeightsStagesThatJoinAndNoValidation(int stopAfter) => Compare(options =>
    {
        (options.AveragingDecay, options.AveragingWarmup, options.UnfreezeEvery, options.ValidationFraction) = (0.8, false, 1, 0);
        (options.LabelWeighting, options.Loss, options.Sampling) = (ClassWeighting.Balanced, new AucMargin(), RowSampling.ByLabel);
    }, stopAfter, PredictionTask.MultiLabel);

    [TestMethod]
    public void OtherSettingsAreRefusedByName()
    {
        using var images = new StripedImages(24);
        images.Fit(Options(images)).Dispose();
        foreach (var (change, name) in new (Action<ImageTransferLearningTrainer.Options>, string)[]
                 {
                     (options => options.AveragingDecay = 0.9, "AveragingDecay"),
                     (options => options.AveragingWarmup = false, "AveragingWarmup"),
                     (options => options.Mixing = new Mixup(), "Mixing"),
                     (options => options.Sampling = RowSampling.ByLabel, "Sampling"),
                     (options => (options.Sampling, options.SamplingBalanceColumnName) = (RowSampling.ByColumn, "Kind"), "Sampling, SamplingBalanceColumnName, the training images, the validation images"),
                     (options => options.Loss = new AucMargin(), "Loss"),
                 })
        {
            var options = Options(images);
            change(options);
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => images.Fit(options));
            StringAssert.Contains(error.Message, $"It differs in: {name}. Fit with the settings and data that it was made with");
        }
    }

    private static void Compare(Action<ImageTransferLearningTrainer.Options> change, int stopAfter, PredictionTask task)
    {
        using var images = new StripedImages(24);
        foreach (var row in images.Rows.Take(8)) (row.Kind, row.Label) = ("lying", false);
        using var whole = Fit(images, change, task, folder: null, stopAfter: null);
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(images, change, task, images["checkpoint"], stopAfter));
        using var resumed = Fit(images, change, task, images["checkpoint"], stopAfter: null);
        CollectionAssert.AreEqual(StripedImages.Values(whole), StripedImages.Values(resumed));
        // What came to its end gives the same once more.
        using var again = Fit(images, change, task, images["checkpoint"], stopAfter: null);
        CollectionAssert.AreEqual(StripedImages.Values(whole), StripedImages.Values(again));
    }

    private static ImageTransferLearningTransformer Fit(StripedImages images, Action<ImageTransferLearningTrainer.Options> change, PredictionTask task, string? folder, int? stopAfter)
    {
        using var cancel = new CancellationTokenSource();
        var options = Options(images);
        change(options);
        (options.CheckpointFolder, options.CancellationToken) = (folder, cancel.Token);
        var steps = 0;
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training && ++steps == stopAfter) cancel.Cancel();
        };
        return images.Fit(options, task);
    }

    private static ImageTransferLearningTrainer.Options Options(StripedImages images)
    {
        var options = StripedImages.Quick(epochs: 3);
        options.CheckpointFolder = images["checkpoint"];
        return options;
    }
}
