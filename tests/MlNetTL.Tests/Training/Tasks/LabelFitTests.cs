using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Tests.Transforms;
using MlNetTL.Training;

namespace MlNetTL.Tests.Training.Tasks;

/// <summary>Fits with an uncertain class and by a tree: two stages, scores, zip, and going on from a checkpoint.</summary>
[TestClass]
public sealed class LabelFitTests
{
    private static readonly LabelTree s_tree = new([("Labels1", "Labels0"), ("Labels2", "Labels1")]);

    [TestMethod]
    public void TheSecondStageTrainsTheHeadAloneFromTheBestOfTheFirst()
    {
        using var images = Images();
        var options = Hierarchical(epochs: 4, head: 2);
        var epochs = new List<EpochMetrics>();
        options.MetricsCallback = epochs.Add;
        using var model = images.Fit(options, PredictionTask.MultiLabel);
        CollectionAssert.AreEqual(new[] { "conditional", "conditional", "head", "head" }, epochs.Select(epoch => epoch.Phase).ToArray());
        Assert.IsTrue(epochs[0].IsBest && epochs[2].IsBest, "The second stage is measured by itself.");
        // A fit that stops before the second stage, with the same steps in the first, has the body that the second stage began with.
        using var first = images.Fit(FirstOnly(options), PredictionTask.MultiLabel);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var (state, began) = (model.Model.Network.state_dict(), first.Model.Network.state_dict());
        foreach (var (name, tensor) in state)
            Assert.AreEqual(!model.Model.Network.IsHead(name), tensor.equal(began[name]).all().item<bool>(), name);
    }

    [TestMethod]
    public void ScoresAreProductsInTheZipToo()
    {
        using var images = Images();
        var pipeline = images.Load().Append(images.ML.MultiLabelClassification.Trainers.ImageTransferLearning(Hierarchical(epochs: 2, head: 1)));
        var model = pipeline.Fit(images.View);
        var loaded = Zip.RoundTrip(model, images.View.Schema);
        var scores = Scores(model.Transform(images.View));
        foreach (var (row, again) in scores.Zip(Scores(loaded.Transform(images.View))))
        {
            CollectionAssert.AreEqual(row, again);
            Assert.IsTrue(row[1] <= row[0] && row[2] <= row[1] && row[0] < 1);
        }
        Assert.IsTrue(scores.Any(row => row[1] < row[0] - 1e-3f));
        (model as IDisposable)?.Dispose();
        (loaded as IDisposable)?.Dispose();
    }

    [TestMethod]
    [DataRow(PredictionTask.Binary)]
    [DataRow(PredictionTask.MultiLabel)]
    public void AnUncertainClassIsLearnedAndScoresAreOneALabel(PredictionTask task)
    {
        using var images = Images();
        var rows = images.Rows.Select((row, i) => new OneLabel { Path = row.Path, Patient = row.Patient, Label = i % 5 == 0 ? -1 : row.Labels[0] }).ToArray();
        for (var i = 0; i < images.Rows.Length; i += 5) images.Rows[i].Labels[1] = -1;
        var view = task == PredictionTask.Binary ? images.ML.Data.LoadFromEnumerable(rows) : images.View;
        var epochs = new List<EpochMetrics>();
        var options = StripedImages.Quick(epochs: 2);
        (options.UncertainIsClass, options.MetricsCallback) = (true, epochs.Add);
        IEstimator<ITransformer> trainer = task == PredictionTask.Binary ? images.ML.BinaryClassification.Trainers.ImageTransferLearning(options) : images.ML.MultiLabelClassification.Trainers.ImageTransferLearning(options);
        var model = images.Load().Append(trainer).Fit(view);
        var loaded = Zip.RoundTrip(model, view.Schema);
        var column = task == PredictionTask.Binary ? "Probability" : "Score";
        var scores = Scores(model.Transform(view), column);
        foreach (var (row, again) in scores.Zip(Scores(loaded.Transform(view), column))) CollectionAssert.AreEqual(row, again);
        Assert.IsTrue(scores.All(row => row.Length == (task == PredictionTask.Binary ? 1 : 3) && row.All(score => score is > 0 and < 1)));
        Assert.IsTrue(epochs.All(epoch => double.IsFinite(epoch.ValidationLoss!.Value) && epoch.MetricName == "AUC"));
        (model as IDisposable)?.Dispose();
        (loaded as IDisposable)?.Dispose();
    }

    [TestMethod]
    public void UncertainLabelsAreRefusedWhereNothingTakesThem()
    {
        using var images = Images();
        images.Rows[0].Labels[1] = -1;
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Fit(StripedImages.Quick(), PredictionTask.MultiLabel)).Message, "Options.UncertainIsClass takes them");
    }

    // Three steps an epoch: within the first stage, at its end, within the second, between its epochs.
    [TestMethod]
    [DataRow(2, false)]
    [DataRow(6, false)]
    [DataRow(7, false)]
    [DataRow(9, false)]
    [DataRow(11, false)]
    [DataRow(8, true)]
    public void AStoppedFitGoesOnToTheSameBits(int stopAfter, bool hasLossVariables)
    {
        using var images = Images();
        var (whole, expected) = Fit(images, hasLossVariables, folder: null, stopAfter: null);
        using (whole)
        {
            Assert.ThrowsExactly<OperationCanceledException>(() => Fit(images, hasLossVariables, images["checkpoint"], stopAfter));
            var (resumed, found) = Fit(images, hasLossVariables, images["checkpoint"], stopAfter: null);
            using (resumed)
            {
                CollectionAssert.AreEqual(StripedImages.Values(whole!), StripedImages.Values(resumed!));
                CollectionAssert.AreEqual(expected.Select(Bare).ToArray(), found.Select(Bare).ToArray());
            }
            var other = Options(images["checkpoint"], hasLossVariables);
            other.Hierarchy = new([("Labels1", "Labels0")]);
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => images.Fit(other, PredictionTask.MultiLabel)).Message, "It differs in: Hierarchy.");
        }
    }

    private static (ImageTransferLearningTransformer? Model, List<EpochMetrics> Epochs) Fit(StripedImages images, bool hasLossVariables, string? folder, int? stopAfter)
    {
        using var cancel = new CancellationTokenSource();
        var options = Options(folder, hasLossVariables);
        var (steps, epochs) = (0, new List<EpochMetrics>());
        options.CancellationToken = cancel.Token;
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training && ++steps == stopAfter) cancel.Cancel();
        };
        options.MetricsCallback = epochs.Add;
        return (images.Fit(options, PredictionTask.MultiLabel), epochs);
    }

    private static ImageTransferLearningTrainer.Options Options(string? folder, bool hasLossVariables)
    {
        var options = Hierarchical(epochs: 4, head: 2);
        (options.CheckpointFolder, options.UncertainIsClass, options.Loss) = (folder, !hasLossVariables, hasLossVariables ? new MlNetTL.Training.Losses.AucMargin() : null);
        return options;
    }

    private static ImageTransferLearningTrainer.Options Hierarchical(int epochs, int head)
    {
        var options = StripedImages.Quick(epochs);
        (options.Hierarchy, options.HeadEpochs) = (s_tree, head);
        return options;
    }

    // One epoch of the second stage, at a rate that changes nothing.
    private static ImageTransferLearningTrainer.Options FirstOnly(ImageTransferLearningTrainer.Options options)
    {
        var first = Hierarchical(options.Epochs - 1, 1);
        first.HeadLearningRate = 1e-30;
        return first;
    }

    // Upright stripes or not, and under it two more that obey the tree.
    private static StripedImages Images()
    {
        var images = new StripedImages(32);
        for (var i = 0; i < images.Rows.Length; i++) images.Rows[i].Labels = [i % 2, i % 2 == 1 && i % 3 > 0 ? 1 : 0, i % 2 == 1 && i % 3 == 2 ? 1 : 0];
        return images;
    }

    private static List<float[]> Scores(IDataView scored, string column = "Score") => scored.Schema[column].Type is VectorDataViewType
        ? [.. scored.GetColumn<float[]>(column)]
        : [.. scored.GetColumn<float>(column).Select(score => new[] { score })];

    private static EpochMetrics Bare(EpochMetrics epoch) => epoch with { Duration = TimeSpan.Zero, ImagesPerSecond = 0 };

    private sealed class OneLabel
    {
        public string Path { get; set; } = "";

        public string Patient { get; set; } = "";

        public float Label { get; set; }
    }
}
