using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Tests.Training;
using MlNetTL.Tests.Transforms;
using MlNetTL.Training;

namespace MlNetTL.Tests.Scoring;

/// <summary>A model that looks at several views answers with the mean of what it says of images that were mirrored by hand.</summary>
[TestClass]
public sealed class TestTimeViewsTests
{
    private const TestTimeViews All = TestTimeViews.Original | TestTimeViews.HorizontalFlip | TestTimeViews.VerticalFlip | TestTimeViews.BothFlips;

    [TestMethod]
    [DataRow(PredictionTask.Binary, All)]
    [DataRow(PredictionTask.Binary, TestTimeViews.HorizontalFlip)]
    [DataRow(PredictionTask.Multiclass, TestTimeViews.Original | TestTimeViews.VerticalFlip)]
    [DataRow(PredictionTask.MultiLabel, TestTimeViews.Original | TestTimeViews.BothFlips)]
    public void TheAnswerIsTheMeanOverImagesMirroredByHand(PredictionTask task, TestTimeViews views)
    {
        using var images = new StripedImages(12);
        using var plain = Fit(images, task, TestTimeViews.Original);
        using var several = Fit(images, task, views);

        var column = task == PredictionTask.Binary ? "Probability" : "Score";
        var expected = Mean([.. Enum.GetValues<TestTimeViews>().Where(view => view > 0 && views.HasFlag(view)).Select(view => Read(plain.Transform(Mirrored(images, view)), column))]);
        var actual = Read(several.Transform(images.View), column);
        AssertNear(expected, actual, 1e-5f);
        Assert.IsTrue(Read(plain.Transform(images.View), column).Zip(actual).Any(pair => Math.Abs(pair.First[0] - pair.Second[0]) > 1e-4), "The views must differ, or nothing is shown.");

        var loaded = Zip.RoundTrip(several, images.View.Schema);
        foreach (var (before, after) in actual.Zip(Read(loaded.Transform(images.View), column))) CollectionAssert.AreEqual(before, after);
        Assert.AreEqual(views, several.LastTransformer.Model.Description.TestTimeViews);
        Assert.AreEqual(views, ((IEnumerable<ITransformer>)loaded).OfType<ImageTransferLearningTransformer>().Single().Model.Description.TestTimeViews);
        if (task == PredictionTask.Binary)
        {
            var scores = several.Transform(images.View).GetColumn<float>("Score").ToArray();
            for (var i = 0; i < scores.Length; i++) Assert.AreEqual(Math.Log(expected[i][0] / (1 - expected[i][0])), scores[i], 1e-3 * Math.Max(1, Math.Abs(scores[i])));
            CollectionAssert.AreEqual(scores.Select(score => score > 0).ToArray(), several.Transform(images.View).GetColumn<bool>("PredictedLabel").ToArray());
        }
    }

    [TestMethod]
    public void TheyAreNoPartOfWhatATrainingThatGoesOnMustKeep()
    {
        using var images = new StripedImages(12);
        using var plain = Fit(images, PredictionTask.Binary, TestTimeViews.Original, images["checkpoint"]);
        images.Notes.Clear();
        using var several = Fit(images, PredictionTask.Binary, All, images["checkpoint"]);
        Assert.ContainsSingle(note => note.Contains("nothing is trained"), images.Notes);
        CollectionAssert.AreEqual(StripedImages.Values(plain.LastTransformer), StripedImages.Values(several.LastTransformer));
    }

    [TestMethod]
    public void AnUnreadableImageScoresNaN()
    {
        using var images = new StripedImages(12);
        var options = StripedImages.Quick(epochs: 1);
        options.TestTimeViews = All;
        using var model = images.Load(onUnreadable: UnreadableImages.Missing).Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(options)).Fit(images.View);
        File.WriteAllText(images.Rows[3].Path, "no image");
        var scores = model.Transform(images.View).GetColumn<float>("Score").ToArray();
        for (var i = 0; i < scores.Length; i++) Assert.AreEqual(i == 3, float.IsNaN(scores[i]));
    }

    [TestMethod]
    public void MeansAreThoseOfTheProbabilities()
    {
        ReadOnlyMemory<float>[] views = [new float[] { 1.5f, -3, 0.25f }, new float[] { -0.5f, 2, 0.25f }, new float[] { 4, -8, 0.25f }];
        var sigmoids = ViewMeans.OfSigmoids(views);
        var softmaxes = ScoreColumns.Softmax(ViewMeans.OfSoftmaxes(views));
        for (var i = 0; i < 3; i++)
        {
            Assert.AreEqual(views.Average(view => 1 / (1 + Math.Exp(-view.Span[i]))), 1 / (1 + Math.Exp(-sigmoids[i])), 1e-6);
            Assert.AreEqual(views.Average(view => Math.Exp(view.Span[i]) / view.ToArray().Sum(logit => Math.Exp(logit))), softmaxes[i], 1e-6);
        }
        // Where floats would round a probability to 1: (σ(60) + σ(70)) / 2 = 1 - (e^-60 + e^-70) / 2.
        Assert.AreEqual(60 - Math.Log((1 + Math.Exp(-10)) / 2), ViewMeans.OfSigmoids([new float[] { 60 }, new float[] { 70 }])[0], 1e-4);
        Assert.AreEqual(-500 - Math.Log(2 / (1 + Math.Exp(-300))), ViewMeans.OfSigmoids([new float[] { -500 }, new float[] { -800 }])[0], 1e-3);
        Assert.IsTrue(float.IsNaN(ViewMeans.OfSigmoids([new float[] { float.NaN }, new float[] { 1 }])[0]));
    }

    [TestMethod]
    public void NoViewIsRefused()
    {
        foreach (var views in new[] { TestTimeViews.None, (TestTimeViews)16 })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => new MLContext().BinaryClassification.Trainers.ImageTransferLearning(new ImageTransferLearningTrainer.Options { TestTimeViews = views })).Message,
                $"TestTimeViews must name one view or more: Original, HorizontalFlip, VerticalFlip, BothFlips. Received: {views}.");
    }

    [TestMethod]
    public void APipelineNamesThem()
    {
        CollectionAssert.AreEqual(Enum.GetNames<TestTimeViews>().Except(["None"]).ToArray(), Enum.GetNames<TestTimeViewKind>());
        Assert.AreEqual(TestTimeViews.Original, Views(""));
        Assert.AreEqual(TestTimeViews.Original | TestTimeViews.BothFlips, Views(""" "training": { "testTimeViews": ["original", "bothFlips"] } """));
        foreach (var wrong in new[] { "[]", """["original", "original"]""" })
            StringAssert.Contains(Assert.ThrowsExactly<PipelineException>(() => Views($$""" "training": { "testTimeViews": {{wrong}} } """)).Message, "training.testTimeViews must name one view or more, each once.");

        static TestTimeViews Views(string more) => TrainerOptions.Of(PipelineFile.Parse($$"""
            { "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["Edema"] }{{(more.Length > 0 ? "," : "")}} {{more}} }
            """), "Label", "Image").TestTimeViews;
    }

    private static TransformerChain<ImageTransferLearningTransformer> Fit(StripedImages images, PredictionTask task, TestTimeViews views, string? checkpoint = null)
    {
        var options = StripedImages.Quick(epochs: 1);
        (options.TestTimeViews, options.CheckpointFolder) = (views, checkpoint);
        options.LabelColumnName = task switch { PredictionTask.Binary => "Label", PredictionTask.Multiclass => "Class", _ => "Labels" };
        IEstimator<ImageTransferLearningTransformer> trainer = task switch
        {
            PredictionTask.Binary => images.ML.BinaryClassification.Trainers.ImageTransferLearning(options),
            PredictionTask.Multiclass => images.ML.MulticlassClassification.Trainers.ImageTransferLearning(options),
            _ => images.ML.MultiLabelClassification.Trainers.ImageTransferLearning(options),
        };
        return images.ML.Transforms.Conversion.MapValueToKey("Class", "Kind").Append(images.Load()).Append(trainer).Fit(images.View);
    }

    private static IDataView Mirrored(StripedImages images, TestTimeViews view)
    {
        var settings = new DecodeSettings(StripedImages.Size, StripedImages.Size, 1, PixelType.Byte);
        var pixels = new byte[settings.RowBytes];
        return images.ML.Data.LoadFromEnumerable(images.Rows.Select((row, i) =>
        {
            ImageDecoder.DecodeFile(row.Path, settings, pixels);
            var (x, y) = (view is TestTimeViews.HorizontalFlip or TestTimeViews.BothFlips, view is TestTimeViews.VerticalFlip or TestTimeViews.BothFlips);
            var lines = pixels.Chunk(StripedImages.Size).Select(line => x ? line.Reverse() : line);
            var path = images[$"{view}{i}.png"];
            File.WriteAllBytes(path, ImageEncoder.Png((y ? lines.Reverse() : lines).SelectMany(line => line).ToArray(), 1, StripedImages.Size, StripedImages.Size, PixelType.Byte));
            return new StripedImages.Row { Path = path, Label = row.Label, Kind = row.Kind, Patient = row.Patient, Labels = row.Labels };
        }).ToArray());
    }

    private static float[][] Read(IDataView view, string column) =>
        view.Schema[column].Type is VectorDataViewType ? [.. view.GetColumn<float[]>(column)] : [.. view.GetColumn<float>(column).Select(value => new[] { value })];

    private static float[][] Mean(float[][][] views) => [.. views[0].Select((row, i) => row.Select((_, output) => views.Average(view => view[i][output])).ToArray())];

    private static void AssertNear(float[][] expected, float[][] actual, float tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            for (var output = 0; output < expected[i].Length; output++) Assert.AreEqual(expected[i][output], actual[i][output], tolerance);
    }
}
