using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Tests.Images;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class AugmentImagesTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    public void ThePolicyReachesTheTrainerOnly()
    {
        var data = Paths();
        var trainer = new SchemaReader();
        var chain = Load().Append(s_ml.Transforms.AugmentImages("Image", null, new RandomFlip(), new RandomCrop(0.7)))
            .Append(s_ml.Transforms.AugmentImages("Image", null, new RandomRotation(5))).Append(trainer);
        var model = chain.Fit(data);
        var seen = ImageColumn.Read(trainer.Seen!, "Image")!;
        Assert.AreEqual(new AugmentationPolicy([new RandomFlip(), new RandomCrop(0.7), new RandomRotation(5)]), seen.Augmentation);
        Assert.AreEqual("ImageSource", seen.FindSource(trainer.Seen!)!.Value.Name);

        var plain = Load().Fit(data).Transform(data);
        foreach (var scored in new[] { model.Transform(data), Zip.RoundTrip(new TransformerChain<ITransformer>(model.SkipLast(1).ToArray()), data.Schema).Transform(data) })
        {
            Assert.IsNull(ImageColumn.Read(scored.Schema, "Image")!.Augmentation);
            foreach (var (a, b) in plain.GetColumn<byte[]>("Image").Zip(scored.GetColumn<byte[]>("Image"))) CollectionAssert.AreEqual(a, b);
        }
    }

    [TestMethod]
    public void APolicyThatMlNetsHookDoesNotReachIsMissedLoudly()
    {
        var data = Paths();
        var flat = new SchemaReader();
        Load().Append(s_ml.Transforms.AugmentImages("Image", null, new RandomFlip())).Append(flat).Fit(data);
        Assert.IsFalse(ImageColumn.Read(flat.Seen!, "Image")!.AugmentationWithheld);

        var nested = new SchemaReader();
        s_ml.Transforms.CopyColumns("Copied", "Path").Append(Load().Append(s_ml.Transforms.AugmentImages("Image", null, new RandomFlip()))).Append(nested).Fit(data);
        Assert.IsNull(ImageColumn.Read(nested.Seen!, "Image")!.Augmentation);
        Assert.IsTrue(ImageColumn.Read(nested.Seen!, "Image")!.AugmentationWithheld);
    }

    [TestMethod]
    public void AnotherNameGivesTheSameImagesTwice()
    {
        var data = Paths();
        var model = Load().Append(s_ml.Transforms.AugmentImages("Changed", "Image", new RandomFlip())).Fit(data);
        var view = Zip.RoundTrip(model, data.Schema).Transform(data);
        foreach (var (a, b) in view.GetColumn<byte[]>("Image").Zip(view.GetColumn<byte[]>("Changed"))) CollectionAssert.AreEqual(a, b);
        Assert.AreEqual("ImageSource", ImageColumn.Read(view.Schema, "Changed")!.FindSource(view.Schema)!.Value.Name);

        using var engine = s_ml.Model.CreatePredictionEngine<PathRow, Seen>(model);
        var row = engine.Predict(new PathRow { Path = Fixture.Path("rgb.tif") });
        CollectionAssert.AreEqual(Fixture.Bytes("rgb.raw"), row.Changed);
    }

    [TestMethod]
    public void AColumnThatIsNoImageIsRefused()
    {
        var data = Paths();
        var error = Assert.ThrowsExactly<ArgumentException>(() => s_ml.Transforms.AugmentImages("Path", null, new RandomFlip()).Fit(data));
        StringAssert.Contains(error.Message, "Column 'Path' must be an image column: its annotation MlNetTL.Image says what it holds. Found: String without it.");
        error = Assert.ThrowsExactly<ArgumentException>(() => Load().Append(s_ml.Transforms.AugmentImages("Imag", null, new RandomFlip())).Append(new SchemaReader()).Fit(data));
        StringAssert.Contains(error.Message, "Did you mean 'Image'?");
        Assert.ThrowsExactly<ArgumentException>(() => s_ml.Transforms.AugmentImages("Image", null, new RandomCrop(2)));
    }

    [TestMethod]
    public void ShufflingAndFiltersReachThroughIt()
    {
        var data = Paths();
        var view = Load().Append(s_ml.Transforms.AugmentImages("Image", null, new RandomFlip())).Fit(data).Transform(data);
        Assert.AreEqual(data.CanShuffle, view.CanShuffle);
        var taken = s_ml.Data.TakeRows(s_ml.Data.SkipRows(view, 1), 1);
        CollectionAssert.AreEqual(Fixture.Decode("noise.png", 9, 13), taken.GetColumn<byte[]>("Image").Single());
    }

    private static ImageTensorLoadingEstimator Load() => s_ml.Transforms.LoadImageTensors("Image", 9, 13);

    private static IDataView Paths() =>
        s_ml.Data.LoadFromEnumerable(new[] { "rgb.tif", "noise.png" }.Select(name => new PathRow { Path = Fixture.Path(name) }).ToArray());

    /// <summary>Stands where a trainer stands and notes the schema that it is given.</summary>
    private sealed class SchemaReader : IEstimator<ITransformer>
    {
        public DataViewSchema? Seen { get; private set; }

        public ITransformer Fit(IDataView input)
        {
            Seen = input.Schema;
            return s_ml.Transforms.CopyColumns("Copy", "Image").Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => s_ml.Transforms.CopyColumns("Copy", "Image").GetOutputSchema(inputSchema);
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }

    private sealed class Seen
    {
        public byte[] Changed { get; set; } = [];
    }
}
