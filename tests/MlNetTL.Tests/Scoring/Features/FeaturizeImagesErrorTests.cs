using Microsoft.ML;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Tests.Training;

namespace MlNetTL.Tests.Scoring.Features;

/// <summary>What cannot work is told before any image is read: the files do not exist.</summary>
[TestClass]
public sealed class FeaturizeImagesErrorTests
{
    [TestMethod]
    public void EverySettingThatDoesNotHoldIsNamed()
    {
        var ml = new MLContext();
        var error = Assert.ThrowsExactly<ArgumentException>(() =>
            ml.Transforms.FeaturizeImages(new FeaturizeImagesOptions("", " ", "resnet5", "", "stage5", new([0.5f], [0f]), BatchRows: 0)));
        foreach (var expected in new[] { "OutputColumnName", "InputColumnName", "Unknown backbone 'resnet5'. Did you mean 'resnet50'?", "Weights must be", "Stage must be one of stem, stage1, stage2, stage3, stage4, head. Received: 'stage5'.",
                     "BatchRows must be at least 1. Received: 0.", "Preprocessing must have" })
            StringAssert.Contains(error.Message, expected);
    }

    [TestMethod]
    public void MissingWeightsAreToldWithTheFileToPutThere()
    {
        using var images = Absent();
        var error = Assert.ThrowsExactly<FileNotFoundException>(() => Fit(images, FeaturizeImagesTests.Options(images) with { Weights = images["absent.pth"] }));
        StringAssert.Contains(error.Message, "absent.pth");
    }

    [TestMethod]
    public void ImagesThatAreTooSmallForTheNetworkAreRefused()
    {
        using var images = Absent();
        var chain = images.ML.Transforms.LoadImageTensors(new("Image", 16, 40, Channels: 1, StoreFolder: images.Store)).Append(images.ML.Transforms.FeaturizeImages(FeaturizeImagesTests.Options(images)));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => chain.Fit(images.View)).Message, "resnet18 needs images of at least 32 x 32 pixels. Received: 16 x 40.");
    }

    [TestMethod]
    public void AColumnThatIsNoImageIsRefusedInShapeAndData()
    {
        using var images = Absent();
        var estimator = images.ML.Transforms.FeaturizeImages(FeaturizeImagesTests.Options(images) with { InputColumnName = "Labels" });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => estimator.Fit(images.View)).Message, "'Labels'");
        var chain = images.Load().Append(estimator);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => chain.Fit(images.View)).Message, "'Labels' must be a known-size vector of Byte or UInt16");
        var absent = images.ML.Transforms.FeaturizeImages(FeaturizeImagesTests.Options(images));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => absent.Fit(images.View)).Message, "Append Transforms.LoadImageTensors");
    }

    [TestMethod]
    public void AModelRefusesImagesOfAnotherLayout()
    {
        using var images = new StripedImages(2);
        using var model = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images)).Fit(images.View);
        var colour = images.Load(channels: 3).Fit(images.View).Transform(images.View);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => model.LastTransformer.Transform(colour)).Message, "must hold 1 x 32 x 32 Byte");
    }

    [TestMethod]
    public void UnreadableImagesFailTheFitWithTheirNames()
    {
        using var images = Absent();
        StringAssert.Contains(Assert.Throws<UnreadableImageException>(() => Fit(images, FeaturizeImagesTests.Options(images))).Message, "2 of 2 images cannot be read");
    }

    [TestMethod]
    public void AugmentationThatCannotReachTheFeaturesIsWarnedOf()
    {
        using var images = new StripedImages(2);
        using var model = images.Load().Append(images.ML.Transforms.AugmentImages("Image", null, new MlNetTL.Transforms.RandomFlip()))
            .Append(images.ML.Transforms.FeaturizeImages(FeaturizeImagesTests.Options(images))).Fit(images.View);
        Assert.IsTrue(images.Warnings.Any(warning => warning.Contains("AugmentImages stands before FeaturizeImages")));
    }

    [TestMethod]
    public void ACancelledTokenStopsTheFitAndTheReader()
    {
        using var images = new StripedImages(70);
        using var source = new CancellationTokenSource();
        using var model = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images) with { CancellationToken = source.Token }).Fit(images.View);
        var view = model.Transform(images.View);
        using var cursor = view.GetRowCursor([view.Schema["Features"]]);
        var features = cursor.GetGetter<Microsoft.ML.Data.VBuffer<float>>(view.Schema["Features"]);
        Microsoft.ML.Data.VBuffer<float> value = default;
        cursor.MoveNext();
        features(ref value);
        source.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() =>
        {
            while (cursor.MoveNext()) features(ref value);
        });
        Assert.AreEqual(32, model.LastTransformer.Computed);
        Assert.Throws<OperationCanceledException>(() => FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images) with { CancellationToken = source.Token }).Fit(images.View));
    }

    private static void Fit(StripedImages images, FeaturizeImagesOptions options) => FeaturizeImagesTests.Chain(images, options).Fit(images.View);

    private static StripedImages Absent()
    {
        var images = new StripedImages(2);
        foreach (var row in images.Rows) File.Delete(row.Path);
        return images;
    }
}
