using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MlNetTL.Images;
using MlNetTL.Interop;
using MlNetTL.Tests.Images;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Transforms;

[TestClass]
public sealed class LoadImageTensorsTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    private static readonly TemporaryFolder s_empty = new();

    [ClassCleanup]
    public static void RemoveFolder() => s_empty.Dispose();

    [TestMethod]
    public void PathsGivePillowsPixels()
    {
        var view = Transform(Paths("rgb.tif", "rgba.png"), Load(9, 13));
        CollectionAssert.AreEqual(Fixture.Bytes("rgb.raw"), Bytes(view)[0]);
        CollectionAssert.AreEqual(Fixture.Bytes("rgb.raw"), Bytes(view)[1]);
        CollectionAssert.AreEqual(new[] { 3, 9, 13 }, ((VectorDataViewType)view.Schema["Image"].Type).Dimensions.ToArray());
        CollectionAssert.AreEqual(new[] { Fixture.Path("rgb.tif"), Fixture.Path("rgba.png") }, view.GetColumn<string>("ImageSource").ToArray());
    }

    [TestMethod]
    public void SixteenBitsStaySixteenBits()
    {
        var view = Transform(Paths("grey16.png"), Load(19, 23) with { Channels = 1, PixelType = PixelType.UInt16 });
        CollectionAssert.AreEqual(Fixture.Words("grey16.raw"), view.GetColumn<ushort[]>("Image").Single());
    }

    [TestMethod]
    public void AnyNumberOfBandsIsLoaded()
    {
        var view = Transform(Paths("bands4.tif"), Load(8, 10) with { Channels = 4, PixelType = PixelType.UInt16 });
        CollectionAssert.AreEqual(Fixture.Words("bands4.raw"), view.GetColumn<ushort[]>("Image").Single());
    }

    [TestMethod]
    public void TheExifOrientationIsApplied()
    {
        // Pillow's exif_transpose of each of the eight orientations, at its own size.
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var (width, height) = UprightSize($"turned{orientation}.jpg");
            var view = Transform(Paths($"turned{orientation}.jpg"), Load(height, width));
            Fixture.AssertNear(Fixture.Bytes($"turned{orientation}.raw"), Bytes(view)[0], most: 4, mean: 0.5);
        }
    }

    [TestMethod]
    public void EncodedFilesGiveThePixelsOfTheirPaths()
    {
        var files = s_ml.Data.LoadFromEnumerable(new[] { new FileRow { Path = Fixture.Bytes("photo.jpg") }, new FileRow { Path = Fixture.Bytes("noise.png") } });
        var fromBytes = Transform(files, Load(24, 32));
        var fromPaths = Transform(Paths("photo.jpg", "noise.png"), Load(24, 32));
        for (var i = 0; i < 2; i++) CollectionAssert.AreEqual(Bytes(fromPaths)[i], Bytes(fromBytes)[i]);
        Assert.IsNull(fromBytes.Schema.GetColumnOrNull("ImageSource"));
        Assert.IsNull(ImageColumn.Read(fromBytes.Schema, "Image")!.Decode);
    }

    [TestMethod]
    [DataRow(MLPixelFormat.Rgba32)]
    [DataRow(MLPixelFormat.Bgra32)]
    public void MlImagesGiveThePixelsOfTheirPaths(MLPixelFormat format)
    {
        var planes = Fixture.Bytes("rgb.raw");
        var pixels = new byte[9 * 13 * 4];
        var red = format == MLPixelFormat.Rgba32 ? 0 : 2;
        for (var i = 0; i < 9 * 13; i++)
            (pixels[4 * i + red], pixels[4 * i + 1], pixels[4 * i + 2 - red], pixels[4 * i + 3]) = (planes[i], planes[117 + i], planes[234 + i], 255);
        var rows = Enumerable.Range(0, 3).Select(_ => new ImageRow { Path = MLImage.CreateFromPixels(13, 9, format, pixels) }).ToArray();
        var view = Transform(s_ml.Data.LoadFromEnumerable(rows), Load(9, 13));
        Assert.HasCount(3, Bytes(view));
        foreach (var image in Bytes(view)) CollectionAssert.AreEqual(planes, image);
        Assert.AreEqual(13, rows[0].Path!.Width);
    }

    [TestMethod]
    public void ImagesOfMlNetsLoadImagesAreTaken()
    {
        var chain = s_ml.Transforms.LoadImages("Loaded", Path.GetDirectoryName(Fixture.Path("noise.png")), "Path")
            .Append(s_ml.Transforms.LoadImageTensors(Load(47, 61) with { InputColumnName = "Loaded" }));
        var data = s_ml.Data.LoadFromEnumerable(new[] { new PathRow { Path = "noise.png" }, new PathRow { Path = "noise.png" } });
        var expected = Fixture.Decode("noise.png", 47, 61);
        foreach (var image in Bytes(chain.Fit(data).Transform(data))) CollectionAssert.AreEqual(expected, image);
    }

    [TestMethod]
    public void AnUnreadableImageFailsItsOwnRowOnly()
    {
        var view = Transform(Paths("rgb.tif", "missing.png", "rgba.png"), Load(9, 13));
        using var cursor = view.GetRowCursor(view.Schema);
        var get = cursor.GetGetter<VBuffer<byte>>(view.Schema["Image"]);
        VBuffer<byte> value = default;
        cursor.MoveNext();
        get(ref value);
        cursor.MoveNext();
        var error = Assert.ThrowsExactly<UnreadableImageException>(() => get(ref value));
        Assert.AreEqual(Fixture.Path("missing.png"), error.Path);
        StringAssert.Contains(error.Message, "FilterUnreadableImages");
        cursor.MoveNext();
        get(ref value);
        CollectionAssert.AreEqual(Fixture.Bytes("rgb.raw"), value.DenseValues().ToArray());
    }

    [TestMethod]
    public void AMissingImageKeepsItsRowAndTellsWhy()
    {
        var view = Transform(Paths("rgb.tif", "missing.png", ""), Load(9, 13) with { OnUnreadable = UnreadableImages.Missing });
        var errors = view.GetColumn<string>("ImageError").ToArray();
        Assert.AreEqual("", errors[0]);
        StringAssert.Contains(errors[1], "there is no such file");
        Assert.IsTrue(Bytes(view)[1].All(value => value == 0));
        var image = ImageColumn.Read(view.Schema, "Image")!;
        Assert.IsTrue(image.UnreadableIsMissing);
        Assert.AreEqual("ImageError", image.FindError(view.Schema)!.Value.Name);
        CollectionAssert.AreEqual(Bytes(view)[0], Fixture.Bytes("rgb.raw"));
    }

    [TestMethod]
    public void ARowWithoutAPathHasAnEmptySource()
    {
        var rows = s_ml.Data.LoadFromEnumerable(new[] { new PathRow { Path = "" }, new PathRow { Path = Fixture.Path("rgb.tif") } });
        var view = Transform(rows, Load(9, 13) with { OnUnreadable = UnreadableImages.Missing });
        CollectionAssert.AreEqual(new[] { "", Fixture.Path("rgb.tif") }, view.GetColumn<string>("ImageSource").ToArray());
        Assert.ThrowsExactly<UnreadableImageException>(() => Transform(rows, Load(9, 13)).GetColumn<string>("ImageSource").ToArray());
    }

    [TestMethod]
    public void RelativePathsStartFromTheFolderAndMayNotLeaveIt()
    {
        var folder = Path.GetDirectoryName(Fixture.Path("rgb.tif"))!;
        var rows = s_ml.Data.LoadFromEnumerable(new[] { new PathRow { Path = "rgb.tif" }, new PathRow { Path = "../Fixture.cs" }, new PathRow { Path = "/etc/hostname" } });
        var errors = Transform(rows, Load(9, 13) with { ImageFolder = folder, OnUnreadable = UnreadableImages.Missing }).GetColumn<string>("ImageError").ToArray();
        Assert.AreEqual("", errors[0]);
        StringAssert.Contains(errors[1], "leaves the image folder");
        StringAssert.Contains(errors[2], "leaves the image folder");
    }

    [TestMethod]
    public void ReadingPathsAloneDecodesNothing()
    {
        var view = Transform(Paths("missing.png", "bomb.png"), Load(9, 13));
        CollectionAssert.AreEqual(new[] { Fixture.Path("missing.png"), Fixture.Path("bomb.png") }, view.GetColumn<string>("ImageSource").ToArray());
    }

    [TestMethod]
    public void TheStoreIsReadAndNeverWritten()
    {
        using var folder = new TemporaryFolder();
        var options = Load(9, 13) with { StoreFolder = folder["store"] };
        var pixels = Bytes(Transform(Paths("rgb.tif"), options))[0];
        Assert.IsFalse(Directory.Exists(folder["store"]));

        // What the store holds is what comes out, so that the file is not decoded again: its time and length stay, its bytes do not.
        var file = folder["copy.tif"];
        File.Copy(Fixture.Path("rgb.tif"), file);
        using (ImageStore.Open(options.Decode, options.StoreFolder).Prepare([file], skipUnreadable: false))
        {
            var time = File.GetLastWriteTimeUtc(file);
            File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
            File.SetLastWriteTimeUtc(file, time);
            var rows = s_ml.Data.LoadFromEnumerable(new[] { new PathRow { Path = file } });
            CollectionAssert.AreEqual(pixels, Bytes(Transform(rows, options))[0]);
        }
    }

    [TestMethod]
    public void AZipGivesTheSamePixelsInBatchesAndRowByRow()
    {
        string[] names = ["photo.jpg", "noise.png", "missing.png", "grey.jpg"];
        var data = Paths(names);
        var options = Load(24, 32) with { OnUnreadable = UnreadableImages.Missing, StoreFolder = s_empty.Path };
        var model = s_ml.Transforms.LoadImageTensors(options).Append(s_ml.Transforms.CopyColumns("Copy", "Image")).Fit(data);
        var loaded = Zip.RoundTrip(model, data.Schema);
        var expected = Bytes(model.Transform(data));
        using var engine = s_ml.Model.CreatePredictionEngine<PathRow, Loaded>(loaded);
        for (var i = 0; i < names.Length; i++)
        {
            var row = engine.Predict(new PathRow { Path = Fixture.Path(names[i]) });
            CollectionAssert.AreEqual(expected[i], row.Image);
            CollectionAssert.AreEqual(expected[i], row.Copy);
            Assert.AreEqual(names[i] == "missing.png", row.ImageError.Length > 0);
        }
        foreach (var (a, b) in expected.Zip(Bytes(loaded.Transform(data)))) CollectionAssert.AreEqual(a, b);
    }

    [TestMethod]
    public void NoFolderIsSaved()
    {
        var data = Paths("rgb.tif");
        var model = s_ml.Transforms.LoadImageTensors(Load(9, 13) with { ImageFolder = Path.GetDirectoryName(Fixture.Path("rgb.tif")), StoreFolder = s_empty.Path }).Fit(data);
        var loaded = (ImageTensorLoadingTransformer)Zip.RoundTrip(model, data.Schema);
        Assert.AreEqual(model.Options with { ImageFolder = null, StoreFolder = null }, loaded.Options);
    }

    [TestMethod]
    public void AColumnOfAnotherTypeIsRefusedBeforeAnythingIsRead()
    {
        var data = s_ml.Data.LoadFromEnumerable(new[] { new { Path = 1f, Pfad = "x" } });
        var error = Assert.ThrowsExactly<ArgumentException>(() => s_ml.Transforms.LoadImageTensors("Image", 9, 13).Fit(data));
        Assert.AreEqual("Column 'Path' must hold the images' paths (Text), their files (a vector of Byte) or images (MLImage). Found: Single.", error.Message);
        error = Assert.ThrowsExactly<ArgumentException>(() => s_ml.Transforms.LoadImageTensors("Image", 9, 13, "Pfade").Append(s_ml.Transforms.CopyColumns("A", "Image")).Fit(data));
        StringAssert.Contains(error.Message, "It is not there. Did you mean 'Pfad'? Columns: Path, Pfad.");
        error = Assert.ThrowsExactly<ArgumentException>(() => s_ml.Transforms.LoadImageTensors("Image", 0, 99_999, channels: 0));
        foreach (var name in new[] { "Height", "Width", "Channels" }) StringAssert.Contains(error.Message, $"{name} must be");
    }

    [TestMethod]
    public void TheShapeSaysWhatTheSchemaSays()
    {
        var data = Paths("rgb.tif");
        var estimator = s_ml.Transforms.LoadImageTensors(Load(9, 13) with { OnUnreadable = UnreadableImages.Missing });
        var promised = estimator.GetOutputSchema(Shapes.Of(data.Schema));
        var made = Shapes.Of(estimator.Fit(data).GetOutputSchema(data.Schema));
        foreach (var column in made)
        {
            var found = Shapes.Find(promised, column.Name);
            Assert.IsNotNull(found);
            Assert.IsTrue(Shapes.Fits(column, found.Value));
        }
        Assert.IsTrue(Shapes.HasAnnotation(Shapes.Find(promised, "Image")!.Value, ImageColumn.Kind));
    }

    [TestMethod]
    public void TheAnnotationTellsEverythingAndFindsTheSource()
    {
        var view = Transform(Paths("rgb.tif"), Load(9, 13) with { Resize = ResizeMode.Pad, StoreFolder = s_empty.Path });
        var image = ImageColumn.Read(view.Schema, "Image")!;
        Assert.AreEqual(new DecodeSettings(9, 13, 3, PixelType.Byte, ResizeMode.Pad), image.Decode);
        Assert.AreEqual(s_empty.Path, image.StoreFolder);
        Assert.IsNull(image.Augmentation);
        Assert.AreEqual("ImageSource", image.FindSource(view.Schema)!.Value.Name);

        var renamed = s_ml.Transforms.CopyColumns("Files", "ImageSource").Append(s_ml.Transforms.CopyColumns("X", "Image")).Append(s_ml.Transforms.DropColumns("ImageSource", "Image")).Fit(view).Transform(view);
        Assert.AreEqual("Files", ImageColumn.Read(renamed.Schema, "X")!.FindSource(renamed.Schema)!.Value.Name);

        var other = Transform(Paths("rgb.tif"), Load(9, 14));
        Assert.IsNull(image.FindSource(other.Schema));
        Assert.IsNull(ImageColumn.Read(view.Schema, "Path"));
        Assert.IsNull(ImageColumn.Read(view.Schema, "Nothing"));
    }

    private static LoadImageTensorsOptions Load(int height, int width) => new("Image", height, width, StoreFolder: s_empty["store"]);

    private static IDataView Paths(params string[] names) =>
        s_ml.Data.LoadFromEnumerable(names.Select(name => new PathRow { Path = name.Length == 0 ? "" : Fixture.Path(name) }).ToArray());

    private static IDataView Transform(IDataView data, LoadImageTensorsOptions options) => s_ml.Transforms.LoadImageTensors(options).Fit(data).Transform(data);

    private static byte[][] Bytes(IDataView view) => [.. view.GetColumn<byte[]>("Image")];

    private static (int Width, int Height) UprightSize(string name)
    {
        var header = ImageDecoder.Probe(Fixture.Path(name));
        return header.Orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }

    private sealed class FileRow
    {
        public byte[] Path { get; set; } = [];
    }

    private sealed class ImageRow
    {
        [ImageType(9, 13)]
        public MLImage? Path { get; set; }
    }

    private sealed class Loaded
    {
        public byte[] Image { get; set; } = [];

        public byte[] Copy { get; set; } = [];

        public string ImageError { get; set; } = "";
    }
}
