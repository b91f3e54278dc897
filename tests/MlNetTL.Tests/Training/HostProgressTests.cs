using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Scoring;
using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class HostProgressTests
{
    [TestMethod]
    public void MLNetsProgressChannelSeesEveryEpochAndWhereTheFitStands()
    {
        using var images = new StripedImages(16);
        var channels = new List<ListeningHost.ProgressChannel>();
        var epochs = new List<EpochMetrics>();
        var entries = new List<(TrainingProgress Step, Entry Entry)>();
        var options = StripedImages.Quick(epochs: 2);
        options.MetricsCallback = epochs.Add;
        options.ProgressCallback = step =>
        {
            var entry = new Entry();
            channels.Single().Fill!(entry);
            lock (entries) entries.Add((step, entry));
        };
        var trainer = new ImageTransferLearningTrainer(ListeningHost.Around<IHostEnvironment>(images.ML, channels), PredictionTask.Binary, options);
        trainer.Fit(images.Load().Fit(images.View).Transform(images.View)).Dispose();

        var channel = channels.Single();
        CollectionAssert.AreEqual(new[] { "epochs", "images" }, channel.Header!.UnitNames.ToArray());
        CollectionAssert.AreEqual(new[] { "Training loss", "Validation loss", "Metric" }, channel.Header.MetricNames.ToArray());
        Assert.HasCount(2, channel.Checkpoints);
        foreach (var (values, epoch) in channel.Checkpoints.Zip(epochs))
            CollectionAssert.AreEqual(new[] { epoch.TrainLoss, epoch.ValidationLoss, epoch.Metric, epoch.Epoch }, values);
        foreach (var (step, entry) in entries.Where(entry => entry.Step.Stage == TrainingStage.Training))
        {
            Assert.AreEqual((step.Epoch, 2), entry.Progress[0]);
            Assert.AreEqual((step.Done, step.Total), entry.Progress[1]);
            Assert.AreEqual(step.Loss, entry.Metrics[0]);
        }
        Assert.IsTrue(channel.IsDisposed);
    }

    [TestMethod]
    [DataRow(TrainingStage.Training)]
    [DataRow(TrainingStage.Validating)]
    [DataRow(TrainingStage.Decoding)]
    public void AContextThatIsCancelledStopsAFit(TrainingStage stage)
    {
        using var images = new StripedImages(24);
        var steps = new List<TrainingProgress>();
        var options = StripedImages.Quick(epochs: 50);
        options.ProgressCallback = step =>
        {
            lock (steps) steps.Add(step);
            if (step.Stage == stage) Cancel(images.ML);
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => images.Fit(options).Dispose());
        // The batch at hand is the last one; of validation there is one batch an epoch here.
        Assert.AreEqual(stage, steps[^1].Stage);
        Assert.IsLessThanOrEqualTo(1, steps[^1].Epoch);
        if (stage == TrainingStage.Training) Assert.HasCount(1, steps.Where(step => step.Stage == stage));
    }

    // Internal: ML.NET's AutoML calls it when the time of a trial is up.
    private static void Cancel(MLContext ml) => typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(ml, null);

    private sealed class Entry : IProgressEntry
    {
        public Dictionary<int, (double, double?)> Progress { get; } = [];

        public Dictionary<int, double> Metrics { get; } = [];

        public void SetProgress(int unit, double value) => Progress[unit] = (value, null);

        public void SetProgress(int unit, double value, double limit) => Progress[unit] = (value, limit);

        public void SetMetric(int unit, double value) => Metrics[unit] = value;
    }
}
