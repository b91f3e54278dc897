using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

[TestClass]
public sealed class BandFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void EachFileIsResizedOnItsOwnAndItsBandsFollowThoseOfTheFileBefore()
    {
        var path = BandFiles.Join([Grey("a.png", 8, 10), Fixture.Path("bands4.tif"), Grey("b.png", 4, 200)]);
        var settings = new DecodeSettings(8, 8, 6);
        var plane = 8 * 8;
        var pixels = Fixture.Decode(path, settings);
        Assert.IsTrue(pixels.AsSpan(0, plane).IndexOfAnyExcept((byte)10) < 0);
        CollectionAssert.AreEqual(Fixture.Decode(Fixture.Path("bands4.tif"), settings with { Channels = 4 }), pixels[plane..(5 * plane)]);
        Assert.IsTrue(pixels.AsSpan(5 * plane).IndexOfAnyExcept((byte)200) < 0);

        var padded = Fixture.Decode(BandFiles.Join([Grey("wide.png", 8, 10, width: 16), Grey("b.png", 4, 200)]), new DecodeSettings(8, 8, 2, Resize: ResizeMode.Pad));
        CollectionAssert.AreEqual(new byte[] { 0, 0, 10, 10, 10, 10, 0, 0 }, Enumerable.Range(0, 8).Select(y => padded[y * 8 + 3]).ToArray());
        Assert.IsTrue(padded.AsSpan(plane).IndexOfAnyExcept((byte)200) < 0);
    }

    [TestMethod]
    public void ThreeFilesOfOneBandMakeThreeChannelsAndAColourFileKeepsItsThree()
    {
        var grey = Enumerable.Range(1, 3).Select(i => Grey($"{i}.png", 4, (byte)(i * 50))).ToArray();
        CollectionAssert.AreEqual(new byte[] { 50, 100, 150 }, Fixture.Decode(BandFiles.Join(grey), new DecodeSettings(1, 1, 3)));
        var both = Fixture.Decode(BandFiles.Join([Fixture.Path("rgb.tif"), grey[0]]), new DecodeSettings(6, 6, 4));
        CollectionAssert.AreEqual(Fixture.Decode("rgb.tif", 6, 6), both[..(3 * 36)]);
    }

    [TestMethod]
    public void TheBandsMustMakeTheChannels()
    {
        var error = Unreadable(BandFiles.Join([Fixture.Path("bands4.tif"), Grey("a.png", 4, 1)]), new DecodeSettings(4, 4, 4));
        Assert.AreEqual("its 2 files have 5 bands together, which do not make 4 channel(s). Set Channels to 5.", error.Reason);
    }

    [TestMethod]
    public void TheFileAtFaultIsNamed()
    {
        var whole = Grey("a.png", 4, 1);
        File.WriteAllText(_folder["broken.png"], "no image");
        File.WriteAllBytes(_folder["cut.png"], Fixture.Bytes("noise.png")[..2000]);
        foreach (var (name, reason) in new[] { ("none.png", "there is no such file."), ("broken.png", "it is not a JPEG, PNG"), ("cut.png", "its PNG data are damaged") })
        {
            var path = BandFiles.Join([whole, _folder[name]]);
            var error = Unreadable(path, new DecodeSettings(4, 4, name == "cut.png" ? 4 : 2));
            Assert.StartsWith($"Cannot read the image '{whole} and 1 more': of its files, '{_folder[name]}' is at fault: {reason}", error.Message);
            Assert.AreEqual(path, error.Path);
        }
        var store = ImageStore.Open(new DecodeSettings(4, 4, 2), _folder["store"]);
        var listed = Assert.ThrowsExactly<UnreadableImageException>(() => store.Prepare([$"{whole}|{_folder["none.png"]}", $"{whole}|{_folder["broken.png"]}"], skipUnreadable: false));
        Assert.Contains($"'{whole} and 1 more': of its files, '{_folder["none.png"]}' is at fault: there is no such file.", listed.Message);
        Assert.Contains($"of its files, '{_folder["broken.png"]}' is at fault: it is not a JPEG", listed.Message);
    }

    [TestMethod]
    public void TheStoreKnowsAnImageByAllItsFiles()
    {
        string[] files = [Grey("a.png", 4, 10), Grey("b.png", 4, 20)];
        var path = BandFiles.Join(files);
        var (store, pixels) = (ImageStore.Open(new DecodeSettings(1, 1, 2), _folder["store"]), new byte[2]);
        Assert.IsFalse(store.TryRead(path, pixels));
        using (var stored = store.Prepare([path], skipUnreadable: false)) stored.CopyTo(0, pixels);
        CollectionAssert.AreEqual(new byte[] { 10, 20 }, pixels);
        Assert.IsTrue(store.TryRead(path, pixels));
        Assert.IsFalse(store.TryRead(BandFiles.Join([.. files.Reverse()]), pixels), "the order of the bands matters");

        Grey("b.png", 5, 30);
        Assert.IsFalse(store.TryRead(path, pixels), "the second file is another one now");
        using (var stored = store.Prepare([path], skipUnreadable: false)) stored.CopyTo(0, pixels);
        CollectionAssert.AreEqual(new byte[] { 10, 30 }, pixels);
        File.Delete(files[1]);
        Assert.IsFalse(store.TryRead(path, pixels));
    }

    [TestMethod]
    public void LoadImageTensorsResolvesEachFileAgainstTheFolder()
    {
        Grey("a.png", 4, 10);
        Grey("b.png", 4, 20);
        var mlContext = new MLContext(seed: 1);
        var options = new MlNetTL.Transforms.LoadImageTensorsOptions("Image", 1, 1, Channels: 2, ImageFolder: _folder.Path, StoreFolder: _folder["store"]);
        byte[][] Load(string path)
        {
            var rows = mlContext.Data.LoadFromEnumerable([new Row { Path = path }]);
            return [.. mlContext.Transforms.LoadImageTensors(options).Fit(rows).Transform(rows).GetColumn<byte[]>("Image")];
        }
        CollectionAssert.AreEqual(new byte[] { 10, 20 }, Load("a.png|b.png").Single());
        CollectionAssert.AreEqual(new byte[] { 20, 10 }, Load("b.png|a.png").Single());
        Assert.Contains("leaves the image folder", Assert.Throws<Exception>(() => Load("a.png|../b.png")).ToString());
        Assert.Contains("a file is missing before, after or between its '|'", Assert.Throws<Exception>(() => Load("a.png|")).ToString());

        var kept = mlContext.Data.FilterUnreadableImages(
            mlContext.Data.LoadFromEnumerable([new Row { Path = "a.png|b.png" }, new Row { Path = "a.png|c.png" }]), out var dropped, "Path", 2, _folder.Path);
        Assert.AreEqual("a.png|b.png", kept.GetColumn<string>("Path").Single());
        Assert.AreEqual($"of its files, '{_folder["c.png"]}' is at fault: there is no such file.", dropped.Single().Reason);
    }

    [TestMethod]
    public void PathsAreJoinedAndSplit()
    {
        CollectionAssert.AreEqual(new[] { "a", "b" }, BandFiles.Split(BandFiles.Join(["a", "b"])).ToArray());
        CollectionAssert.AreEqual(new[] { "a" }, BandFiles.Split("a").ToArray());
        Assert.Contains("Received: 'a|b'.", Assert.ThrowsExactly<ArgumentException>(() => BandFiles.Join(["a|b"])).Message);
        Assert.Contains("at least one file", Assert.ThrowsExactly<ArgumentException>(() => BandFiles.Join([])).Message);
    }

    private string Grey(string name, int height, byte value, int? width = null)
    {
        var pixels = new byte[height * (width ?? height)];
        Array.Fill(pixels, value);
        File.WriteAllBytes(_folder[name], ImageEncoder.Png(pixels, 1, height, width ?? height, PixelType.Byte));
        return _folder[name];
    }

    private static UnreadableImageException Unreadable(string path, DecodeSettings settings) =>
        Assert.ThrowsExactly<UnreadableImageException>(() => Fixture.Decode(path, settings));

    private sealed class Row
    {
        public string Path { get; set; } = "";
    }
}
