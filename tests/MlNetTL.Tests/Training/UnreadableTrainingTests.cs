using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

/// <summary>Images that cannot be read must never be learned from as black pictures, however they come.</summary>
[TestClass]
public sealed class UnreadableTrainingTests
{
    [TestMethod]
    public void EncodedImagesThatCannotBeReadAreLeftOut()
    {
        using var images = new StripedImages(24);
        var ml = images.ML;
        var warnings = new List<string>();
        ml.Log += (_, e) => warnings.AddRange(e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning ? [e.Message] : []);
        var rows = images.Rows.Select((row, i) => new Encoded { Bytes = i == 5 ? [1, 2, 3] : File.ReadAllBytes(row.Path), Label = row.Label, Patient = row.Patient }).ToList();
        var (trained, validated) = (0L, 0L);
        var options = StripedImages.Quick(epochs: 1);
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training) trained = step.Total;
            if (step.Stage == TrainingStage.Validating) validated = step.Total;
        };
        ml.Transforms.LoadImageTensors("Image", StripedImages.Size, StripedImages.Size, "Bytes", channels: 1, onUnreadable: UnreadableImages.Missing)
            .Append(ml.BinaryClassification.Trainers.ImageTransferLearning(options)).Fit(ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(23, trained + validated);
        Assert.Contains(warning => warning.Contains("1 unreadable training images are left out"), warnings);
    }

    [TestMethod]
    public void ARowWithoutAPathIsLeftOutAsAnUnreadableImageIs()
    {
        using var images = new StripedImages(24);
        images.Rows[7].Path = "";
        var model = images.Load(onUnreadable: UnreadableImages.Missing).Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 1))).Fit(images.View);
        var scores = model.Transform(images.View).GetColumn<float>("Score").ToArray();
        Assert.IsTrue(float.IsNaN(scores[7]));
        Assert.AreEqual(23, scores.Count(float.IsFinite));
    }

    [TestMethod]
    public void NothingReadableToTrainOnIsAnError()
    {
        using var images = new StripedImages(8);
        foreach (var row in images.Rows) File.WriteAllText(row.Path, "broken");
        var chain = images.Load(onUnreadable: UnreadableImages.Missing).Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick()));
        var error = Assert.ThrowsExactly<ArgumentException>(() => chain.Fit(images.View));
        StringAssert.Contains(error.Message, "The training data must have a readable image. Found none in 8");
    }

    [TestMethod]
    public void WithoutTheColumnThatTellsWhichNeitherTrainingNorScoringGoesOn()
    {
        using var images = new StripedImages(16);
        var ml = images.ML;
        var prepared = images.Load(onUnreadable: UnreadableImages.Missing).Fit(images.View).Transform(images.View);
        using var trained = new ImageTransferLearningTrainer(ml, PredictionTask.Binary, StripedImages.Quick(epochs: 1)).Fit(prepared);
        var bare = ml.Transforms.SelectColumns("Image", "Label", "Patient").Fit(prepared).Transform(prepared);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => trained.Transform(bare)).Message, "would pass as black ones");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new ImageTransferLearningTrainer(ml, PredictionTask.Binary, StripedImages.Quick(epochs: 1)).Fit(bare)).Message, "would pass as black ones");
    }

    private sealed class Encoded
    {
        public byte[] Bytes { get; set; } = [];

        public bool Label { get; set; }

        public string Patient { get; set; } = "";
    }
}
