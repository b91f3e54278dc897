using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Tests.Images;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Transforms;

/// <summary>Steps at decoding are part of LoadImageTensors: of its pixels, its annotation, its store and the zip.</summary>
[TestClass]
public sealed class PreprocessedImagesTests
{
    private static readonly ImagePreprocessing s_steps = ImagePreprocessing.Of(new DiscCrop(30), new LocalMeanSubtraction());

    [TestMethod]
    public void StepsAreSavedInTheZipAndTravelInTheAnnotation()
    {
        var ml = new MLContext(seed: 1);
        using var folder = new TemporaryFolder();
        var view = ml.Data.LoadFromEnumerable(new[] { new Row { Path = Fixture.Path("steps/fundus.png") } });
        var options = new LoadImageTensorsOptions("Image", 60, 60, StoreFolder: folder["store"], Preprocess: s_steps);
        var model = ml.Transforms.LoadImageTensors(options).Fit(view);
        var expected = Fixture.Decode(Fixture.Path("steps/fundus.png"), new DecodeSettings(60, 60, Preprocess: s_steps));
        CollectionAssert.AreNotEqual(Fixture.Decode("steps/fundus.png", 60, 60), expected);
        foreach (var transformed in new[] { model.Transform(view), Zip.RoundTrip(model, view.Schema).Transform(view) })
        {
            CollectionAssert.AreEqual(expected, transformed.GetColumn<byte[]>("Image").Single());
            Assert.AreEqual(options.Decode, ImageColumn.Read(transformed.Schema, "Image")!.Decode);
        }
    }

    [TestMethod]
    public void TheStoreHoldsThePixelsAfterTheStepsApartFromThosePlain()
    {
        using var folder = new TemporaryFolder();
        var file = Fixture.Path("steps/fundus.png");
        foreach (var settings in new[] { new DecodeSettings(60, 60), new DecodeSettings(60, 60, Preprocess: s_steps) })
        {
            using var stored = ImageStore.Open(settings, folder["store"]).Prepare([file], skipUnreadable: false);
            var pixels = new byte[settings.RowBytes];
            Assert.IsTrue(ImageStore.Open(settings, folder["store"]).TryRead(file, pixels));
            CollectionAssert.AreEqual(Fixture.Decode(file, settings), pixels);
        }
    }

    [TestMethod]
    public void StepsOutOfRangeAreRefusedBeforeAnythingIsRead()
    {
        var ml = new MLContext(seed: 1);
        var options = new LoadImageTensorsOptions("Image", 60, 60, Preprocess: ImagePreprocessing.Of(new DiscCrop(1), new Clahe(0)));
        var error = Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.LoadImageTensors(options));
        Assert.Contains("Radius", error.Message);
        Assert.Contains("ClipLimit", error.Message);
    }

    private sealed class Row
    {
        public string Path { get; set; } = "";
    }
}
