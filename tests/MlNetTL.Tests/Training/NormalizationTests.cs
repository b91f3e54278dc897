using Microsoft.ML.Data;
using MlNetTL.Backbones;
using MlNetTL.Foundation;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class NormalizationTests
{
    private const int Size = 32;

    // As Sentinel-2 has it: values about 1300 of 65535.
    [TestMethod]
    public void DarkSixteenBitImagesAreTrainedByTheirOwnFiguresWhichGoIntoTheZip()
    {
        using var images = new StripedImages(2);
        var rows = Rows(64, dark: true);
        var options = Options(epochs: 4);
        options.Normalization = Normalization.TrainingImages;
        options.ValidationFraction = 0;
        using var trained = Fit(images, options, rows);
        var pixels = rows.SelectMany(row => row.Image).Select(value => (double)value).ToArray();
        var (mean, deviation) = (pixels.Average(), Math.Sqrt(pixels.Average(value => value * value) - Math.Pow(pixels.Average(), 2)));
        var description = trained.Model.Description;
        Assert.AreEqual(mean / 65535, description.Preprocessing.Mean.Single(), 1e-7);
        Assert.AreEqual(deviation / 65535, description.Preprocessing.Std.Single(), 1e-7);
        Assert.IsLessThan(0.05, description.Preprocessing.Mean.Single());
        Assert.AreEqual(NormalizationSource.TrainingImages, description.Normalization);
        Assert.ContainsSingle(note => note.Contains("Pixels are normalised by the 64 training images: mean 0.01"), images.Notes);
        Assert.DoesNotContain(warning => warning.Contains("little of their range"), images.Warnings);
        var view = images.ML.Data.LoadFromEnumerable(rows);
        Assert.IsGreaterThan(0.95, images.ML.BinaryClassification.Evaluate(trained.Transform(view)).AreaUnderRocCurve);
        images.ML.Model.Save(trained, view.Schema, images["dark.zip"]);
        var loaded = images.ML.Model.Load(images["dark.zip"], out _);
        CollectionAssert.AreEqual(trained.Transform(view).GetColumn<float>("Score").ToArray(), loaded.Transform(view).GetColumn<float>("Score").ToArray());
        (loaded as IDisposable)!.Dispose();
    }

    [TestMethod]
    public void SixteenBitImagesThatFillLittleOfTheirRangeAreWarnedOfWithTheirFigures()
    {
        using var images = new StripedImages(2);
        Fit(images, Options(epochs: 1), Rows(16, dark: true)).Dispose();
        var warning = images.Warnings.Single(text => text.Contains("fill little of their range"));
        StringAssert.Matches(warning, new(@"mean 0\.01\d+, standard deviation 0\.00\d+ of the full range"));
        StringAssert.Contains(warning, "mean 0.449");
        StringAssert.Contains(warning, "model.normalization: trainingImages");
        images.Warnings.Clear();
        Fit(images, Options(epochs: 1), Rows(16, dark: false)).Dispose();
        Assert.DoesNotContain(text => text.Contains("range"), images.Warnings);
        Assert.Contains(note => note.Contains("training images have mean 0.5"), images.Notes);
        var stated = Options(epochs: 1);
        stated.Preprocessing = new([0.02f], [0.01f]);
        using var trained = Fit(images, stated, Rows(16, dark: true));
        Assert.DoesNotContain(text => text.Contains("range"), images.Warnings);
        Assert.AreEqual(NormalizationSource.Options, trained.Model.Description.Normalization);
    }

    [TestMethod]
    public void RowsThatAreHeldOutDoNotCount()
    {
        using var images = new StripedImages(2);
        var options = Options(epochs: 1);
        options.Normalization = Normalization.TrainingImages;
        options.ValidationSet = images.ML.Data.LoadFromEnumerable(Rows(8, dark: false));
        var rows = Rows(16, dark: true);
        using var trained = Fit(images, options, rows);
        Assert.AreEqual(rows.SelectMany(row => row.Image).Average(value => value / 65535.0), trained.Model.Description.Preprocessing.Mean.Single(), 1e-7);
    }

    [TestMethod]
    public void AChannelWithoutAnythingInItIsWarnedOf()
    {
        using var images = new StripedImages(2);
        var options = Options(epochs: 1);
        options.Normalization = Normalization.TrainingImages;
        var rows = Rows(16, dark: true);
        foreach (var row in rows) Array.Fill(row.Image, (ushort)7);
        using var trained = Fit(images, options, rows);
        Assert.ContainsSingle(warning => warning.Contains("the same value in channel 1"), images.Warnings);
        Assert.AreEqual(1, trained.Model.Description.Preprocessing.Std.Single());
    }

    [TestMethod]
    public void FiguresThatAreStatedAndAskedForAreRefused()
    {
        var options = Options(epochs: 1);
        (options.Normalization, options.Preprocessing) = (Normalization.TrainingImages, Preprocessing.ImageNet);
        var error = Assert.ThrowsExactly<ArgumentException>(() => options.Validate());
        StringAssert.Contains(error.Message, "Normalization must be Weights where Preprocessing states the figures. Received: TrainingImages.");
        (options.Normalization, options.Preprocessing) = ((Normalization)7, null);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => options.Validate()).Message, "Normalization must be one of Weights, TrainingImages. Received: 7.");
    }

    [TestMethod]
    public void ImagesOfAnotherSizeThanTheWeightsWerePublishedForAreTold()
    {
        var row = BackboneTable.All["resnet18"].Weights[0];
        var weights = new PretrainedWeights("imagenet", "", row.Preprocessing, row.FileName, row, new("file", 0, [], [], [], null, 3, PretrainedUse.Values));
        StringAssert.Contains(Hints.Of(Options(1), weights, null, new(3, 96, 128)).Single(),
            "'imagenet1k-v1' were published for images of 224 px, cut from 256 px, bilinear, RGB. These are 96 x 128 px (height x width)");
        Assert.IsEmpty(Hints.Of(Options(1), weights, null, new(3, 224, 224)));
        Assert.IsEmpty(Hints.Of(Options(1), weights with { Definition = null }, null, new(3, 96, 96)));
    }

    private static ImageTransferLearningTrainer.Options Options(int epochs)
    {
        var options = StripedImages.Quick(epochs);
        options.SamplingKeyColumnName = null;
        options.ImageLayout = new(1, Size, Size, PixelType.UInt16);
        return options;
    }

    private static ImageTransferLearningTransformer Fit(StripedImages images, ImageTransferLearningTrainer.Options options, Row[] rows) =>
        images.ML.BinaryClassification.Trainers.ImageTransferLearning(options).Fit(images.ML.Data.LoadFromEnumerable(rows));

    // Upright or lying stripes with noise.
    private static Row[] Rows(int count, bool dark) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var random = new RowRandom(2, "dark", row: i);
        var row = new Row { Label = i % 2 == 0, Image = new ushort[Size * Size] };
        for (var at = 0; at < row.Image.Length; at++)
        {
            var value = ((row.Label ? at % Size : at / Size) % 6 < 3 ? 0.8 : 0.25) + 0.03 * random.NextGaussian();
            row.Image[at] = (ushort)(Math.Clamp(value, 0, 1) * (dark ? 2000 : 65535));
        }
        return row;
    })];

    private sealed class Row
    {
        [VectorType(Size * Size)]
        public ushort[] Image { get; set; } = [];

        public bool Label { get; set; }
    }
}
