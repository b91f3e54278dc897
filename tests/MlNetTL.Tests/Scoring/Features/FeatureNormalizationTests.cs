using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Scoring;

namespace MlNetTL.Tests.Scoring.Features;

[TestClass]
public sealed class FeatureNormalizationTests
{
    private const int Size = 32;
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _warnings = [];

    public FeatureNormalizationTests() => _ml.Log += (_, message) =>
    {
        if (message.Kind == ChannelMessageKind.Warning) _warnings.Add(message.RawMessage);
    };

    // As Sentinel-2 has it: values about 1300 of 65535.
    [TestMethod]
    public void TheFiguresOfTheFittedImagesAreUsedAndSaved()
    {
        Row[] rows = [.. Enumerable.Range(0, 6).Select(Dark)];
        var view = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.Transforms.FeaturizeImages(Options(Normalization.TrainingImages)).Fit(view);
        var pixels = rows.SelectMany(row => row.Image).Select(value => value / 65535.0).ToArray();
        var mean = pixels.Average();
        Assert.AreEqual(mean, model.Description.Preprocessing.Mean.Single(), 1e-7);
        Assert.AreEqual(Math.Sqrt(pixels.Average(value => (value - mean) * (value - mean))), model.Description.Preprocessing.Std.Single(), 1e-7);
        Assert.AreEqual(NormalizationSource.TrainingImages, model.Description.Normalization);
        Assert.IsEmpty(_warnings);

        // Other images are normalised by the figures of these.
        var others = _ml.Data.LoadFromEnumerable(Enumerable.Range(6, 3).Select(Dark).ToArray());
        using var stated = _ml.Transforms.FeaturizeImages(Options(Normalization.Weights) with { Preprocessing = model.Description.Preprocessing }).Fit(others);
        var expected = stated.Transform(others).GetColumn<float[]>("Features").ToArray();
        var found = model.Transform(others).GetColumn<float[]>("Features").ToArray();
        for (var row = 0; row < expected.Length; row++) CollectionAssert.AreEqual(expected[row], found[row]);
    }

    [TestMethod]
    public void SixteenBitImagesThatFillLittleOfTheirRangeAreWarnedOf()
    {
        _ml.Transforms.FeaturizeImages(Options(Normalization.Weights)).Fit(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(Dark).ToArray())).Dispose();
        StringAssert.Contains(_warnings.Single(), "Set FeaturizeImagesOptions.Normalization to TrainingImages");
        var both = Assert.ThrowsExactly<ArgumentException>(() => (Options(Normalization.TrainingImages) with { Preprocessing = Preprocessing.ImageNet }).Validate());
        StringAssert.Contains(both.Message, "Normalization must be Weights where Preprocessing states the figures.");
        var four = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.FeaturizeImages(
            Options(Normalization.Weights) with { Preprocessing = Preprocessing.ImageNet, ImageLayout = new(4, Size, Size / 4, PixelType.UInt16), BatchRows = int.MaxValue })
            .Fit(_ml.Data.LoadFromEnumerable(new[] { Dark(0) })));
        StringAssert.Contains(four.Message, "for each of the 4 channels of the images. Received: 3.");
        StringAssert.Contains(four.Message, "BatchRows must be at most");
    }

    private static FeaturizeImagesOptions Options(Normalization normalization) =>
        new(Backbone: "resnet18", Weights: null, Device: "cpu", Cache: false, ImageLayout: new(1, Size, Size, PixelType.UInt16), Normalization: normalization);

    private static Row Dark(int seed) => new() { Image = [.. Enumerable.Range(0, Size * Size).Select(i => (ushort)(1000 + (i * 37 + seed * 101) % 601))] };

    private sealed class Row
    {
        [VectorType(Size * Size)]
        public ushort[] Image { get; set; } = [];
    }
}
