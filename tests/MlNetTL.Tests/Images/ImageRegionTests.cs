using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>Regions against what NumPy's pad(mode='reflect') gives (Fixtures/regions/make.py).</summary>
[TestClass]
public sealed class ImageRegionTests : IDisposable
{
    private static readonly ImageRegion[] s_regions =
        [.. File.ReadLines(Fixture.Path("regions/regions.txt")).Select(line => line.Split(',').Select(int.Parse).ToArray()).Select(n => new ImageRegion(n[0], n[1], n[2], n[3]))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("grey.png", "grey.raw", 1, 1)]
    [DataRow("colour.png", "colour.raw", 3, 1)]
    [DataRow("turned.png", "colour.raw", 3, 1)]
    [DataRow("wide.png", "wide.raw", 1, 2)]
    [DataRow("bands4.tif", "bands4.raw", 4, 2)]
    [DataRow("bands10.tif", "bands10.raw", 10, 2)]
    [DataRow("bands64.tif", "bands64.raw", 64, 2)]
    public void EveryPixelIsThatOfNumPy(string image, string raw, int channels, int bytes) =>
        Check(image, raw, channels, bytes, channels == 64 ? s_regions[..3] : s_regions);

    [TestMethod]
    public void ASingleRowIsRepeatedUpwards() => Check("line.png", "line.raw", 1, 1, [new(-6, -2, 9, 4), new(3, 0, 12, 1)]);

    [TestMethod]
    public void ARegionIsCutBeforeTheResize()
    {
        var region = new ImageRegion(2, 1, 8, 6);
        var whole = Fixture.Decode(region.Of(Fixture.Path("regions/colour.png")), new DecodeSettings(6, 8));
        File.WriteAllBytes(_folder["cut.png"], ImageEncoder.Png(whole, 3, 6, 8, PixelType.Byte));
        foreach (var mode in Enum.GetValues<ResizeMode>())
        {
            var settings = new DecodeSettings(11, 5, Resize: mode);
            CollectionAssert.AreEqual(Fixture.Decode(_folder["cut.png"], settings), Fixture.Decode(region.Of(Fixture.Path("regions/colour.png")), settings), $"{mode}");
        }
    }

    [TestMethod]
    public void FilesOfBandsHaveRegionsOfTheirOwn()
    {
        var (grey, colour) = (s_regions[1].Of(Fixture.Path("regions/grey.png")), s_regions[4].Of(Fixture.Path("regions/colour.png")));
        var both = Fixture.Decode(BandFiles.Join([grey, colour, Fixture.Path("regions/grey.png")]), new DecodeSettings(5, 5, 5));
        byte[] expected = [.. Fixture.Decode(grey, new DecodeSettings(5, 5, 1)), .. Fixture.Decode(colour, new DecodeSettings(5, 5, 3)),
            .. Fixture.Decode(Fixture.Path("regions/grey.png"), new DecodeSettings(5, 5, 1))];
        CollectionAssert.AreEqual(expected, both);
    }

    [TestMethod]
    public void TheStoreKnowsRegionsApartAndFollowsTheirFile()
    {
        File.Copy(Fixture.Path("regions/grey.png"), _folder["tile.png"]);
        string[] paths = [s_regions[0].Of(_folder["tile.png"]), s_regions[2].Of(_folder["tile.png"]), _folder["tile.png"]];
        var settings = new DecodeSettings(4, 4, 1);
        var (store, pixels) = (ImageStore.Open(settings, _folder["store"]), new byte[16]);
        using (var stored = store.Prepare(paths, skipUnreadable: false))
            for (var row = 0; row < paths.Length; row++)
            {
                stored.CopyTo(row, pixels);
                CollectionAssert.AreEqual(Fixture.Decode(paths[row], settings), pixels);
                Assert.IsTrue(store.TryRead(paths[row], pixels));
            }
        var before = Fixture.Decode(paths[0], settings);
        File.Copy(Fixture.Path("regions/colour.png"), _folder["tile.png"], overwrite: true);
        File.SetLastWriteTimeUtc(_folder["tile.png"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.IsFalse(store.TryRead(paths[0], pixels), "the tile is another one now");
        CollectionAssert.AreNotEqual(before, Fixture.Decode(paths[0], settings), "nor may the tile kept in memory serve");
    }

    [TestMethod]
    public void WhatCannotBeCutIsToldWithItsReason()
    {
        var tile = Fixture.Path("regions/grey.png");
        foreach (var (path, reason) in new[]
        {
            ($"{tile}#xywh=13,0,4,4", "the region lies outside of the image of 13 x 9 pixels."),
            ($"{tile}#xywh=0,-4,4,4", "the region lies outside of the image of 13 x 9 pixels."),
            ($"{tile}#xywh=0,0,0,4", "after '#xywh=' there must be x,y,width,height in whole pixels"),
            ($"{tile}#xywh=1,2,3", "after '#xywh=' there must be x,y,width,height in whole pixels"),
            ($"{tile}#xywh=0,0,4,16385", "after '#xywh=' there must be x,y,width,height in whole pixels"),
            ($"{tile}#xywh=percent:0,0,10,10", "after '#xywh=' there must be x,y,width,height in whole pixels"),
            ($"{tile}#xywh=0,0,4,4#xywh=0,0,4,4", "after '#xywh=' there must be x,y,width,height in whole pixels"),
            ($"{_folder["none.png"]}#xywh=0,0,4,4", "there is no such file."),
        })
        {
            var error = Assert.ThrowsExactly<UnreadableImageException>(() => Fixture.Decode(path, new DecodeSettings(4, 4, 1)));
            Assert.StartsWith(reason, error.Reason);
            Assert.AreEqual(path, error.Path);
            var listed = Assert.ThrowsExactly<UnreadableImageException>(() => ImageStore.Open(new DecodeSettings(4, 4, 1), _folder["store"]).Prepare([path], skipUnreadable: false));
            Assert.Contains(reason, listed.Message);
        }
        Assert.AreEqual(13, ImageDecoder.Probe($"{tile}#xywh=0,0,4,4").Width, "the header is the file's");
    }

    [TestMethod]
    public void PathsAreMadeAndTakenApart()
    {
        Assert.AreEqual("a/b.png#xywh=-5,960,32,31", new ImageRegion(-5, 960, 32, 31).Of("a/b.png"));
        Assert.AreEqual(("a/b.png", new ImageRegion(-5, 960, 32, 31)), ImageRegion.Split("a/b.png#xywh=-5,960,32,31"));
        Assert.AreEqual(("a", new ImageRegion(1, 2, 3, 4)), ImageRegion.Split("a#xywh=pixel:1,2,3,4"));
        Assert.AreEqual(("a#b.png", null), ImageRegion.Split("a#b.png"));
        Assert.Contains("without a region", Assert.ThrowsExactly<ArgumentException>(() => new ImageRegion(1, 2, 3, 4).Of("a#xywh=1,2,3,4")).Message);
        Assert.Contains("Received: #xywh=0,0,0,4", Assert.ThrowsExactly<ArgumentException>(() => new ImageRegion(0, 0, 0, 4).Of("a")).Message);
    }

    [TestMethod]
    public void LoadImageTensorsAndTheFilterTakeRegionsInsideTheirFolder()
    {
        File.Copy(Fixture.Path("regions/grey.png"), _folder["tile.png"]);
        var mlContext = new MLContext(seed: 1);
        var options = new MlNetTL.Transforms.LoadImageTensorsOptions("Image", 4, 5, Channels: 1, ImageFolder: _folder.Path, StoreFolder: _folder["store"]);
        byte[] Load(string path)
        {
            var rows = mlContext.Data.LoadFromEnumerable([new Row { Path = path }]);
            return mlContext.Transforms.LoadImageTensors(options).Fit(rows).Transform(rows).GetColumn<byte[]>("Image").Single();
        }
        CollectionAssert.AreEqual(Fixture.Bytes("regions/grey.raw")[..20], Load("tile.png#xywh=2,3,5,4"));
        Assert.Contains("leaves the image folder", Assert.Throws<Exception>(() => Load("../tile.png#xywh=2,3,5,4")).ToString());
        var kept = mlContext.Data.FilterUnreadableImages(
            mlContext.Data.LoadFromEnumerable([new Row { Path = "tile.png#xywh=2,3,5,4" }, new Row { Path = "tile.png#xywh=99,3,5,4" }]), out var dropped, "Path", 1, _folder.Path);
        Assert.AreEqual("tile.png#xywh=2,3,5,4", kept.GetColumn<string>("Path").Single());
        Assert.Contains("lies outside", dropped.Single().Reason);
    }

    [TestMethod]
    public void AManifestTakesRegionsAndLooksForTheirFiles()
    {
        File.Copy(Fixture.Path("regions/grey.png"), _folder["tile.png"]);
        var mlContext = new MLContext(seed: 1);
        string[] Read(params string[] paths)
        {
            File.WriteAllLines(_folder["list.csv"], paths.Select(path => $"\"{path}\",x").Prepend("path,label"));
            return [.. mlContext.Data.LoadImageManifest(_folder["list.csv"], new(CheckFiles: true)).GetColumn<string>("Path")];
        }
        Assert.AreEqual(_folder["tile.png#xywh=-1,0,4,4"], Read("tile.png#xywh=-1,0,4,4").Single());
        Assert.AreEqual($"{_folder["tile.png#xywh=-1,0,4,4"]}|{_folder["tile.png#xywh=pixel:0,0,2,2"]}", Read("tile.png#xywh=-1,0,4,4|tile.png#xywh=pixel:0,0,2,2").Single());
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Read("other.png#xywh=0,0,4,4", "tile.png#xywh=0,0,4", "../tile.png#xywh=0,0,4,4"));
        Assert.Contains($"line 2, column 'path': found no file at {_folder["other.png"]}, expected the image.", error.Message);
        Assert.Contains("line 3, column 'path': found 'tile.png#xywh=0,0,4', expected a region in whole pixels at the end, as in tile.png#xywh=x,y,width,height.", error.Message);
        Assert.Contains("line 4, column 'path': found '../tile.png#xywh=0,0,4,4', expected a path inside the folder", error.Message);
    }

    private static void Check(string image, string raw, int channels, int bytes, ImageRegion[] regions)
    {
        var expected = Fixture.Bytes($"regions/{raw}").AsSpan();
        foreach (var region in regions)
        {
            var settings = new DecodeSettings(region.Height, region.Width, channels, bytes == 2 ? PixelType.UInt16 : PixelType.Byte);
            CollectionAssert.AreEqual(expected[..settings.RowBytes].ToArray(), Fixture.Decode(region.Of(Fixture.Path($"regions/{image}")), settings), region.ToString());
            expected = expected[settings.RowBytes..];
        }
        Assert.IsTrue(expected.IsEmpty);
    }

    private sealed class Row
    {
        public string Path { get; set; } = "";
    }
}
