using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Tests.Training;
using MlNetTL.Tests.Transforms;
using TorchSharp;

namespace MlNetTL.Tests.Scoring.Features;

[TestClass]
public sealed class FeaturizeImagesTests
{
    [TestMethod]
    [DataRow("stem", 64)]
    [DataRow("stage1", 64)]
    [DataRow("stage2", 128)]
    [DataRow("stage3", 256)]
    [DataRow("stage4", 512)]
    [DataRow("head", 1000)]
    public void EveryStageHasItsLengthAndNamesForItsSlots(string stage, int width)
    {
        using var images = new StripedImages(2);
        using var model = Chain(images, Options(images) with { Stage = stage }).Fit(images.View);
        var column = model.Transform(images.View).Schema["Features"];
        Assert.AreEqual(width, ((VectorDataViewType)column.Type).Size);
        Assert.AreEqual(NumberDataViewType.Single, ((VectorDataViewType)column.Type).ItemType);
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        Assert.AreEqual(width, names.Length);
        Assert.AreEqual($"{stage}.0", names.GetValues()[0].ToString());
        Assert.AreEqual($"{stage}.{width - 1}", names.GetValues()[^1].ToString());
        Assert.IsTrue(Features(model, images).SelectMany(row => row).All(float.IsFinite));
    }

    [TestMethod]
    [DataRow("stage4")]
    [DataRow("head")]
    public void AZipGivesTheSameFeaturesInAContextOfItsOwnAndKeepsNothing(string stage)
    {
        using var images = new StripedImages(5);
        using var model = Chain(images, Options(images) with { Stage = stage, Preprocessing = new([0.4f], [0.2f]) }).Fit(images.View);
        var expected = Features(model, images);
        Directory.Delete(images["features"], recursive: true);
        var loaded = Zip.RoundTrip(model, images.View.Schema);
        Close(expected, Features(loaded, images));
        Assert.IsFalse(Directory.Exists(images["features"]));
        var description = ((TransformerChain<ITransformer>)loaded).OfType<ImageFeaturizingTransformer>().Single().Description;
        Assert.AreEqual(model.LastTransformer.Description, description);
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameRandomNetworkAndAnotherSeedAnother()
    {
        using var images = new StripedImages(2);
        var options = Options(images) with { Cache = false };
        float[][] Of(int seed)
        {
            using var model = Chain(images, options with { Seed = seed }).Fit(images.View);
            return Features(model, images);
        }
        CollectionAssert.AreEqual(Of(5)[0], Of(5)[0]);
        CollectionAssert.AreNotEqual(Of(5)[0], Of(6)[0]);
    }

    [TestMethod]
    public void APredictionEngineGivesWhatABatchGives()
    {
        using var images = new StripedImages(40);
        using var model = Chain(images, Options(images) with { Cache = false }).Fit(images.View);
        var batch = Features(model, images);
        var engine = images.ML.Model.CreatePredictionEngine<StripedImages.Row, Row>(model, new PredictionEngineOptions { OwnsTransformer = false });
        Close(batch, [.. images.Rows.Select(row => engine.Predict(row).Features)]);
    }

    [TestMethod]
    public void AnUnreadableImageGivesNaNAndItsNeighboursAreUntouched()
    {
        using var images = new StripedImages(6);
        File.WriteAllText(images.Rows[2].Path, "no image");
        using var model = images.Load(onUnreadable: UnreadableImages.Missing).Append(images.ML.Transforms.FeaturizeImages(Options(images))).Fit(images.View);
        var features = Features(model, images);
        for (var i = 0; i < features.Length; i++) Assert.IsTrue(features[i].All(value => float.IsNaN(value) == (i == 2)), $"row {i}");
        Assert.AreEqual(5, model.LastTransformer.Computed);
        Assert.IsTrue(images.Warnings.Any(warning => warning.Contains("1 of 6 images cannot be read")), string.Join('\n', images.Warnings));
    }

    [TestMethod]
    public void SixteenBitImagesAreFeaturisedLikeTheirEightBitTwins()
    {
        using var wide = new StripedImages(3, PixelType.UInt16);
        using var narrow = new StripedImages(3);
        using var wideModel = wide.Load(pixelType: PixelType.UInt16).Append(wide.ML.Transforms.FeaturizeImages(Options(wide))).Fit(wide.View);
        using var narrowModel = Chain(narrow, Options(narrow)).Fit(narrow.View);
        // The pictures differ by less than one level of 255 a pixel.
        var (a, b) = (Features(wideModel, wide), Features(narrowModel, narrow));
        for (var i = 0; i < a.Length; i++)
            for (var j = 0; j < a[i].Length; j++) Assert.AreEqual(b[i][j], a[i][j], 0.05f * (1 + Math.Abs(b[i][j])));
    }

    [TestMethod]
    public void ReadingLeavesNoTensorBehind()
    {
        using var images = new StripedImages(40);
        using var model = Chain(images, Options(images) with { Cache = false }).Fit(images.View);
        Features(model, images);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        Features(model, images);
        Assert.AreEqual(before, torch.Tensor.TotalCount);
    }

    // TorchSharp counts a parameter twice while a network is built: memory tells.
    [TestMethod]
    public void DisposingFreesTheNetworkAndALaterUseSaysSo()
    {
        using var images = new StripedImages(3);
        ImageFeaturizingTransformer FitAndDispose()
        {
            var model = Chain(images, Options(images)).Fit(images.View);
            Features(model, images);
            model.Dispose();
            return model.LastTransformer;
        }
        FitAndDispose();
        var before = Environment.WorkingSet;
        for (var i = 0; i < 11; i++) FitAndDispose();
        var disposed = FitAndDispose();
        // Twelve leaked networks would be 540 MB.
        Assert.IsLessThan(150_000_000, Environment.WorkingSet - before);
        var view = disposed.Transform(images.Load().Fit(images.View).Transform(images.View));
        StringAssert.Contains(Assert.ThrowsExactly<ObjectDisposedException>(() => view.GetColumn<float[]>("Features").ToList()).Message, "OwnsTransformer");
    }

    internal static FeaturizeImagesOptions Options(StripedImages images) => new(Backbone: "resnet18", Weights: null, Device: "cpu", CacheFolder: images["features"]);

    internal static EstimatorChain<ImageFeaturizingTransformer> Chain(StripedImages images, FeaturizeImagesOptions options) => images.Load().Append(images.ML.Transforms.FeaturizeImages(options));

    internal static float[][] Features(ITransformer model, StripedImages images) => [.. model.Transform(images.View).GetColumn<float[]>("Features")];

    internal static void Close(float[][] expected, float[][] found)
    {
        Assert.HasCount(expected.Length, found);
        for (var i = 0; i < expected.Length; i++)
        {
            var largest = expected[i].Max(Math.Abs);
            for (var j = 0; j < expected[i].Length; j++) Assert.AreEqual(expected[i][j], found[i][j], 1e-5f * largest, $"row {i}, feature {j}");
        }
    }

    internal sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
