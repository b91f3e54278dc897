using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Tests.Images;
using MlNetTL.Training;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class NormalizeStainsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void TheReferenceIsFoundInTheTrainingImagesAndSavedInTheZip()
    {
        var (train, test) = (View(1, 2), View(3));
        var model = Loading().Append(_ml.Transforms.NormalizeStains("Image")).Fit(train);
        var found = model.LastTransformer.Reference;
        var sample = new StainSample();
        sample.Add(Decoded(1), 1, 0);
        sample.Add(Decoded(2), 1, 1);
        Assert.AreEqual(sample.Find(), found);

        var expected = Decoded(3);
        StainSeparation.Normalize(expected, found);
        CollectionAssert.AreEqual(expected, Pixels(model.Transform(test)).Single());
        CollectionAssert.AreEqual(expected, Pixels(Zip.RoundTrip(model, train.Schema).Transform(test)).Single());
        CollectionAssert.AreNotEqual(expected, Decoded(3));
    }

    [TestMethod]
    public void AGivenReferenceIsUsedAsItIs()
    {
        var model = Loading().Append(_ml.Transforms.NormalizeStains("Image", reference: StainReference.Published)).Fit(View(1));
        Fixture.AssertNear(Fixture.Bytes("stains/tissue2.raw"), Pixels(model.Transform(View(2))).Single(), most: 1, mean: 0.001);
    }

    [TestMethod]
    public void OnlyTheSampleCounts()
    {
        StainReference Of(int images, int seed) =>
            Loading().Append(_ml.Transforms.NormalizeStains("Image", images: images, seed: seed)).Fit(View(1, 2, 3)).LastTransformer.Reference;
        Assert.AreEqual(Of(1, 4), Of(1, 4));
        Assert.IsGreaterThan(1, Enumerable.Range(0, 8).Select(seed => Of(1, seed)).Distinct().Count());
    }

    [TestMethod]
    public void ATrainerDrawsTheNormalizedPixelsAndNotThoseOfTheFiles()
    {
        var loaded = Loading().Fit(View(1)).Transform(View(1));
        var stained = _ml.Transforms.NormalizeStains("Image").Fit(loaded).Transform(loaded);
        Assert.IsNotNull(ImageColumn.Read(loaded.Schema, "Image")!.FindSource(loaded.Schema));
        var column = ImageColumn.Read(stained.Schema, "Image")!;
        Assert.IsNull(column.Decode);
        Assert.IsNull(column.FindSource(stained.Schema), "Read by their paths, the pixels would be those of the files.");
        Assert.AreEqual(new ImageLayout(3, 60, 70), new(column.Channels, column.Height, column.Width, column.PixelType));
    }

    [TestMethod]
    public void AChainWithStainsTrainsAndScoresTheSameFromAZip()
    {
        var rows = Enumerable.Range(0, 8).Select(i => new Row { Path = PathOf(1 + i % 3), Label = i % 2 == 0 }).ToArray();
        var view = _ml.Data.LoadFromEnumerable(rows);
        var options = new ImageTransferLearningTrainer.Options { Backbone = "resnet18", Weights = null, Epochs = 1, BatchSize = 4, FeatureColumnName = "Image", LabelColumnName = "Label", ValidationFraction = 0.25 };
        var model = _ml.Transforms.LoadImageTensors("Image", 32, 32).Append(_ml.Transforms.NormalizeStains("Image")).Append(_ml.BinaryClassification.Trainers.ImageTransferLearning(options)).Fit(view);
        var scores = model.Transform(view).GetColumn<float>("Probability").ToArray();
        CollectionAssert.AreEqual(scores, Zip.RoundTrip(model, view.Schema).Transform(view).GetColumn<float>("Probability").ToArray());
    }

    [TestMethod]
    public void WhatIsNoColourImageOrShowsNoTissueIsRefused()
    {
        var grey = _ml.Transforms.LoadImageTensors("Image", 8, 8, channels: 1).Append(_ml.Transforms.NormalizeStains("Image"));
        Assert.Contains("three channels", Assert.ThrowsExactly<ArgumentException>(() => grey.Fit(View(1))).Message);
        var blank = _ml.Data.LoadFromEnumerable(new[] { new Row { Path = Fixture.Path("quality/dark.png") } });
        var error = Assert.ThrowsExactly<ArgumentException>(() => Loading().Append(_ml.Transforms.NormalizeStains("Image")).Fit(blank));
        Assert.Contains("Found none in 1 sampled images", error.Message);
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.NormalizeStains("Image", images: 0));
    }

    private ImageTensorLoadingEstimator Loading() => _ml.Transforms.LoadImageTensors("Image", 60, 70);

    private IDataView View(params int[] numbers) => _ml.Data.LoadFromEnumerable(numbers.Select(number => new Row { Path = PathOf(number) }).ToArray());

    private static byte[][] Pixels(IDataView view) => [.. view.GetColumn<byte[]>("Image")];

    private static byte[] Decoded(int number) => Fixture.Decode(PathOf(number), new DecodeSettings(60, 70));

    private static string PathOf(int number) => Fixture.Path($"stains/tissue{number}.png");

    private sealed class Row
    {
        public string Path { get; set; } = "";

        public bool Label { get; set; }
    }
}
