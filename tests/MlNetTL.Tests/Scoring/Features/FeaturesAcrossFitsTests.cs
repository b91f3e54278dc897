using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Tests.Training;
using TorchSharp;

namespace MlNetTL.Tests.Scoring.Features;

/// <summary>What was computed once is not computed again; the count of images that the network was run on tells.</summary>
[TestClass]
public sealed class FeaturesAcrossFitsTests
{
    [TestMethod]
    public void ASecondPassAndASecondFitRunNoNetworkAndDecodeNothing()
    {
        using var images = new StripedImages(40);
        using var first = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images)).Fit(images.View);
        var expected = FeaturizeImagesTests.Features(first, images);
        Assert.AreEqual(40, first.LastTransformer.Computed);
        var again = FeaturizeImagesTests.Features(first, images);
        Assert.AreEqual(40, first.LastTransformer.Computed);

        // Pictures with the same name, length and time, and other bytes: whoever decoded them would fail.
        foreach (var row in images.Rows)
        {
            var (time, length) = (File.GetLastWriteTimeUtc(row.Path), new FileInfo(row.Path).Length);
            File.WriteAllBytes(row.Path, new byte[length]);
            File.SetLastWriteTimeUtc(row.Path, time);
        }
        using var second = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images)).Fit(images.View);
        var found = FeaturizeImagesTests.Features(second, images);
        Assert.AreEqual(0, second.LastTransformer.Computed);
        for (var i = 0; i < expected.Length; i++)
        {
            CollectionAssert.AreEqual(expected[i], again[i]);
            CollectionAssert.AreEqual(expected[i], found[i]);
        }
    }

    [TestMethod]
    public void OnlyNewImagesAreComputedAndTwinsOnce()
    {
        using var images = new StripedImages(20);
        var few = images.ML.Data.TakeRows(images.View, 12);
        using (var first = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images)).Fit(few)) _ = Count(first.Transform(few));
        File.Copy(images.Rows[15].Path, images.Rows[16].Path, overwrite: true);
        using var second = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images)).Fit(images.View);
        var features = FeaturizeImagesTests.Features(second, images);
        Assert.AreEqual(7, second.LastTransformer.Computed);
        CollectionAssert.AreEqual(features[15], features[16]);
        using var plain = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images) with { Cache = false }).Fit(images.View);
        FeaturizeImagesTests.Close(FeaturizeImagesTests.Features(plain, images), features);
    }

    [TestMethod]
    public void AnotherNetworkStageOrNormalisationIsComputedAnew()
    {
        using var images = new StripedImages(4);
        var options = FeaturizeImagesTests.Options(images);
        foreach (var other in new[] { options, options with { Seed = 9 }, options with { Stage = "stage3" }, options with { Preprocessing = new([0.5f], [0.3f]) }, options with { Backbone = "resnet34" } })
        {
            using var model = FeaturizeImagesTests.Chain(images, other).Fit(images.View);
            FeaturizeImagesTests.Features(model, images);
            Assert.AreEqual(4, model.LastTransformer.Computed);
        }
    }

    [TestMethod]
    public void WithoutACacheNothingIsWritten()
    {
        using var images = new StripedImages(4);
        using var model = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images) with { Cache = false }).Fit(images.View);
        FeaturizeImagesTests.Features(model, images);
        FeaturizeImagesTests.Features(model, images);
        Assert.AreEqual(8, model.LastTransformer.Computed);
        Assert.IsFalse(Directory.Exists(images["features"]) || Directory.Exists(images.Store));
    }

    [TestMethod]
    public void AFreshHeadDoesNotChangeTheKeyOfItsBody()
    {
        using var network = BackboneTable.All["resnet18"].Build(1, new(3), seed: 4);
        var layout = new ImageLayout(1, 32, 32);
        string Key(string stage) => FeatureCacheKey.Of(network, stage, layout, Preprocessing.ImageNet, TorchSharp.torch.CPU).FolderName;
        var (body, head) = (Key("stage4"), Key("head"));
        network.ReplaceHead(new(7), seed: 5);
        Assert.AreEqual(body, Key("stage4"));
        Assert.AreNotEqual(head, Key("head"));
        ChannelsLast.Apply(network);
        Assert.AreEqual(body, Key("stage4"));
        using (torch.no_grad()) network.state_dict()["layer4.1.bn2.running_var"].mul_(2);
        Assert.AreNotEqual(body, Key("stage4"));
    }

    [TestMethod]
    public void RowsInAnyOrderGiveWhatTheNetworkGives()
    {
        using var folder = new TemporaryFolder();
        using var network = BackboneTable.All["resnet18"].Build(1, new(3), seed: 4);
        var layout = new ImageLayout(1, 32, 32);
        using var input = new NetworkInput(layout, Preprocessing.ImageNet, torch.CPU);
        using var pixels = new TemporaryPixelRows(layout.RowBytes, folder.Path);
        for (var row = 0; row < 7; row++) pixels.Append([.. Enumerable.Range(0, layout.RowBytes).Select(i => (byte)(i * (row + 3)))]);
        var key = FeatureCacheKey.Of(network, "stage4", layout, Preprocessing.ImageNet, TorchSharp.torch.CPU);
        List<FeatureProgress> steps = [];
        int[] rows = [6, 0, 3, 3, 5];
        using (var cache = new FeatureCache(key, 512, Assert.Fail, folder["features"]))
        {
            var extraction = new FeatureExtraction(network, input, layout, "stage4", _ => cache);
            var features = extraction.OfRows(pixels, rows, batchRows: 3, progress: new Progress(steps.Add));
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            for (var i = 0; i < rows.Length; i++)
            {
                var x = input.Normalise(input.Pixels(1, (_, destination) => pixels.CopyTo(rows[i], destination)));
                FeaturizeImagesTests.Close([network.Features(x).data<float>().ToArray()], [features[i]]);
            }
            CollectionAssert.AreEqual(new FeatureProgress[] { new(3, 5, 3), new(5, 5, 4) }, steps);
        }
        using var other = new FeatureCache(key, 512, Assert.Fail, folder["features"]);
        var later = new FeatureExtraction(network, input, layout, "stage4", _ => other);
        using var stop = new CancellationTokenSource();
        // Stopped after the first batch: what was computed by then is kept.
        Assert.ThrowsExactly<OperationCanceledException>(() => later.OfRows(pixels, [0, 1, 2, 4], batchRows: 2, progress: new Progress(_ => stop.Cancel()), cancel: stop.Token));
        Assert.AreEqual(1, later.Computed);
        using var third = new FeatureCache(key, 512, Assert.Fail, folder["features"]);
        Assert.AreEqual(1, new FeatureExtraction(network, input, layout, "stage4", _ => third) is var last && last.OfRows(pixels, [1, 2]).Length == 2 ? last.Computed : -1);
    }

    private static int Count(Microsoft.ML.IDataView view) => Microsoft.ML.Data.ColumnCursorExtensions.GetColumn<float[]>(view, "Features").Count();

    private sealed class Progress(Action<FeatureProgress> report) : IProgress<FeatureProgress>
    {
        public void Report(FeatureProgress value) => report(value);
    }
}
