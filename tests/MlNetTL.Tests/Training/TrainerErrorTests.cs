using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Optimizers;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class TrainerErrorTests
{
    [TestMethod]
    public void EverySettingOutOfRangeIsNamedAtOnce()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new MLContext().BinaryClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
        {
            Backbone = "resnet5",
            BatchSize = 1,
            Epochs = 0,
            LearningRate = -1,
            ValidationFraction = 1,
            HiddenLayers = [0],
            Optimizer = new Sgd(Momentum: 1),
        }));
        string[] expected =
        [
            "LearningRate must be above 0 and finite. Received: -1.", "BatchSize must be at least 2. Received: 1.", "Epochs must be at least 1. Received: 0.",
            "ValidationFraction must be at least 0 and below 1. Received: 1.", "HiddenLayers must hold sizes of at least 1. Received: 0.",
            "Momentum must be at least 0 and below 1. Received: 1.", "Unknown backbone 'resnet5'. Did you mean 'resnet50'?",
        ];
        foreach (var problem in expected) StringAssert.Contains(error.Message, problem);
    }

    [TestMethod]
    public void ColumnsOfOneNameAndValuesThatAreNoneAreRefused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new MLContext().BinaryClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options
        {
            ScoreColumnName = "Probability",
            Metric = (ValidationMetric)9,
            Optimizer = null!,
            HiddenLayers = null!,
        }));
        foreach (var problem in new[] { "must have different names. Received: 'Probability' more than once.", "Metric must be one of Default,", "Optimizer must be given.", "HiddenLayers must be given." })
            StringAssert.Contains(error.Message, problem);
        Assert.ThrowsExactly<ArgumentNullException>(() => new MLContext().BinaryClassification.Trainers.ImageTransferLearning((ImageTransferLearningTrainer.Options)null!));
    }

    [TestMethod]
    public void ALossThatIsNotFiniteNamesEpochBatchAndWhatToTry()
    {
        using var images = new StripedImages(24);
        var options = StripedImages.Quick(epochs: 3, learningRate: 1e30);
        options.Optimizer = new Sgd();
        var error = Assert.ThrowsExactly<TrainingDivergedException>(() => Fit(images, options));
        Assert.AreEqual(1, error.Epoch);
        Assert.IsGreaterThan(1, error.Batch);
        StringAssert.Contains(error.Message, $"epoch 1, batch {error.Batch}");
        StringAssert.Contains(error.Message, "learning rate ten times lower");
    }

    [TestMethod]
    public void ALossThatIsNotFiniteNamesTheRateInForce()
    {
        using var images = new StripedImages(24);
        var options = StripedImages.Quick(epochs: 2, learningRate: 0.5);
        (options.Optimizer, options.Phases) = (new Sgd(), [new(1, "head", 1e-6), new(1, LearningRate: 1e30)]);
        var error = Assert.ThrowsExactly<TrainingDivergedException>(() => Fit(images, options));
        Assert.AreEqual(2, error.Epoch);
        StringAssert.Contains(error.Message, "at learning rate 1e+30.");
    }

    [TestMethod]
    public void CancellingStopsAfterTheBatchAtHand()
    {
        using var images = new StripedImages(24);
        using var cancel = new CancellationTokenSource();
        var options = StripedImages.Quick(epochs: 50);
        var batches = 0;
        options.CancellationToken = cancel.Token;
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training && ++batches == 2) cancel.Cancel();
        };
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(images, options));
        Assert.AreEqual(2, batches);
    }

    [TestMethod]
    public void OneClassOnlyIsAnError()
    {
        using var images = new StripedImages(12);
        foreach (var row in images.Rows) row.Label = true;
        var error = Assert.ThrowsExactly<ArgumentException>(() => Fit(images, StripedImages.Quick()));
        StringAssert.Contains(error.Message, "must have rows of both classes");
        StringAssert.Contains(error.Message, "0 negative");
    }

    [TestMethod]
    public void AMissingColumnIsNamedWithWhatIsThere()
    {
        using var images = new StripedImages(4);
        var trainer = images.ML.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick());
        var error = Assert.ThrowsExactly<ArgumentException>(() => trainer.Fit(images.View));
        StringAssert.Contains(error.Message, "Image column 'Image' must be in the data. Found: Path, Label, Kind, Patient, Labels.");
    }

    [TestMethod]
    public void ALabelOfTheWrongTypeIsRefusedBeforeAnyImageIsRead()
    {
        using var images = new StripedImages(4);
        File.Delete(images.Rows[0].Path);
        var ml = images.ML;
        var options = StripedImages.Quick();
        options.LabelColumnName = "Kind";
        var binary = Assert.ThrowsExactly<ArgumentException>(() => images.Load().Append(ml.BinaryClassification.Trainers.ImageTransferLearning(options)).Fit(images.View));
        StringAssert.Contains(binary.Message, "Label column 'Kind' must be of type Boolean or Single");
        var classes = Assert.ThrowsExactly<ArgumentException>(() => images.Load().Append(ml.MulticlassClassification.Trainers.ImageTransferLearning(options)).Fit(images.View));
        StringAssert.Contains(classes.Message, "MapValueToKey(\"Kind\")");
        var labels = Assert.ThrowsExactly<ArgumentException>(() => images.Load().Append(ml.MultiLabelClassification.Trainers.ImageTransferLearning(options)).Fit(images.View));
        StringAssert.Contains(labels.Message, "Vector<Single> of known size");
    }

    [TestMethod]
    public void UncertainLabelsThatWereNotMappedAreRefused()
    {
        using var images = new StripedImages(8);
        images.Rows[5].Labels = [-1, 0, 1];
        var error = Assert.ThrowsExactly<ArgumentException>(() => images.Load().Append(images.ML.MultiLabelClassification.Trainers.ImageTransferLearning(StripedImages.Quick())).Fit(images.View));
        StringAssert.Contains(error.Message, "Found -1 in row 5. Uncertain labels (-1) are mapped by MapUncertainLabels before the trainer");
    }

    [TestMethod]
    public void AColumnThatLostItsAnnotationIsRefusedUnlessTheOptionsSayWhatItHolds()
    {
        using var images = new StripedImages(16);
        var ml = images.ML;
        var pixels = images.Load().Fit(images.View).Transform(images.View);
        var bare = ml.Data.LoadFromEnumerable(pixels.GetColumn<byte[]>("Image").Zip(images.Rows, (image, row) => new Bare { Image = image, Label = row.Label }).ToList());
        var options = StripedImages.Quick(epochs: 1);
        options.SamplingKeyColumnName = null;
        var error = Assert.ThrowsExactly<ArgumentException>(() => ml.BinaryClassification.Trainers.ImageTransferLearning(options).Fit(bare));
        StringAssert.Contains(error.Message, "must bear the annotation of LoadImageTensors");
        options.ImageLayout = new ImageLayout(1, StripedImages.Size, StripedImages.Size);
        using var trained = ml.BinaryClassification.Trainers.ImageTransferLearning(options).Fit(bare);
        Assert.IsTrue(trained.Transform(bare).GetColumn<float>("Score").All(float.IsFinite));
    }

    [TestMethod]
    public void UnreadableImagesFailTheFitOrAreLeftOutAndScoreNaN()
    {
        using var images = new StripedImages(24);
        File.WriteAllText(images.Rows[3].Path, "not an image");
        var ml = images.ML;
        var trainer = ml.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 1));
        var error = Assert.Throws<Exception>(() => images.Load().Append(trainer).Fit(images.View));
        StringAssert.Contains(error.Message, "0003.png");
        var warnings = new List<string>();
        ml.Log += (_, e) => warnings.AddRange(e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning ? [e.Message] : []);
        var model = images.Load(onUnreadable: UnreadableImages.Missing).Append(trainer).Fit(images.View);
        Assert.Contains(warning => warning.Contains("1 unreadable training images are left out"), warnings);
        var scores = model.Transform(images.View).GetColumn<float>("Score").ToArray();
        Assert.IsTrue(float.IsNaN(scores[3]));
        Assert.AreEqual(23, scores.Count(float.IsFinite));
    }

    [TestMethod]
    public void ValidationRowsThatAreStillRawAreRefusedWithTheWayOut()
    {
        using var images = new StripedImages(8);
        var prepared = images.Load().Fit(images.View).Transform(images.View);
        var error = Assert.ThrowsExactly<ArgumentException>(() => images.ML.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick()).Fit(prepared, images.View));
        StringAssert.Contains(error.Message, "pipeline.Fit(train, validation)");
    }

    [TestMethod]
    public void AnUnknownDeviceIsRefusedWithWhatThereIs()
    {
        using var images = new StripedImages(8);
        var options = StripedImages.Quick();
        options.Device = "cuda:99";
        var error = Assert.ThrowsExactly<ArgumentException>(() => Fit(images, options));
        StringAssert.Contains(error.Message, "Device must be one of cpu");
    }

    private static void Fit(StripedImages images, ImageTransferLearningTrainer.Options options) =>
        new ImageTransferLearningTrainer(images.ML, PredictionTask.Binary, options).Fit(images.Load().Fit(images.View).Transform(images.View)).Dispose();

    private sealed class Bare
    {
        [Microsoft.ML.Data.VectorType(StripedImages.Size * StripedImages.Size)]
        public byte[] Image { get; set; } = [];

        public bool Label { get; set; }
    }
}
