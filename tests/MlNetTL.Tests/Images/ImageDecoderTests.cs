using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

[TestClass]
public sealed class ImageDecoderTests
{
    [TestMethod]
    [DataRow("photo.jpg", 48, 64, 3)]
    [DataRow("grey.jpg", 48, 64, 1)]
    [DataRow("cmyk.jpg", 48, 64, 3)]
    public void JpegsAreWhatPillowDecodes(string name, int height, int width, int channels) =>
        Fixture.AssertNear(Fixture.Bytes(System.IO.Path.ChangeExtension(name, "raw")), Fixture.Decode(name, height, width, channels), most: 1, mean: 0.02);

    [TestMethod]
    [DataRow("grey1.png", 9, 13, 1)]
    [DataRow("grey2.png", 9, 13, 1)]
    [DataRow("grey4.png", 9, 13, 1)]
    [DataRow("palette.png", 9, 13, 3)]
    [DataRow("rgba.png", 9, 13, 4)]
    [DataRow("grey_alpha.png", 9, 13, 1)]
    [DataRow("rgb.tif", 9, 13, 3)]
    [DataRow("bands12.tif", 8, 10, 12)]
    public void FilesWithoutLossComeExactly(string name, int height, int width, int channels) =>
        CollectionAssert.AreEqual(Fixture.Bytes(System.IO.Path.ChangeExtension(name, "raw")), Fixture.Decode(name, height, width, channels));

    [TestMethod]
    [DataRow("grey16.png", 19, 23, 1)]
    [DataRow("rgb16.png", 11, 13, 3)]
    [DataRow("bands4.tif", 8, 10, 4)]
    public void SixteenBitsComeExactly(string name, int height, int width, int channels) =>
        CollectionAssert.AreEqual(Fixture.Words(System.IO.Path.ChangeExtension(name, "raw")), Fixture.DecodeWords(name, height, width, channels));

    [TestMethod]
    public void SixteenBitsAreNarrowedBy257Rounded() => CollectionAssert.AreEqual(Fixture.Bytes("grey16.byte.raw"), Fixture.Decode("grey16.png", 19, 23, 1));

    [TestMethod]
    public void EightBitsAreWidenedBy257() =>
        CollectionAssert.AreEqual(Fixture.Bytes("rgb.raw").Select(v => (ushort)(v * 257)).ToArray(), Fixture.DecodeWords("rgb.tif", 9, 13, 3));

    [TestMethod]
    public void AlphaIsDroppedWhereColoursAreAskedFor() => CollectionAssert.AreEqual(Fixture.Bytes("rgb.raw"), Fixture.Decode("rgba.png", 9, 13, 3));

    [TestMethod]
    public void GreyIsPillowsLuma() => CollectionAssert.AreEqual(Fixture.Bytes("noise.luma.raw"), Fixture.Decode("noise.png", 47, 61, 1));

    [TestMethod]
    public void AnXraySavedWithFourChannelsIsGreyWhereOneIsAskedFor()
    {
        Assert.AreEqual(4, ImageDecoder.Probe(Fixture.Path("xray_rgba.png")).Bands);
        CollectionAssert.AreEqual(Fixture.Bytes("xray_rgba.raw"), Fixture.Decode("xray_rgba.png", 17, 21, 1));
    }

    [TestMethod]
    public void GreyIsRepeatedForThreeChannels()
    {
        var grey = Fixture.Decode("grey.jpg", 20, 30, 1);
        CollectionAssert.AreEqual((byte[])[.. grey, .. grey, .. grey], Fixture.Decode("grey.jpg", 20, 30, 3));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(7)]
    [DataRow(8)]
    public void ExifOrientationIsApplied(int orientation)
    {
        var (height, width) = orientation < 5 ? (16, 24) : (24, 16);
        Fixture.AssertNear(Fixture.Bytes($"turned{orientation}.raw"), Fixture.Decode($"turned{orientation}.jpg", height, width), most: 1, mean: 0.02);
        Assert.AreEqual(orientation, ImageDecoder.Probe(Fixture.Path($"turned{orientation}.jpg")).Orientation);
    }

    [TestMethod]
    public void BytesAndPixelsGiveWhatTheFileGives()
    {
        var settings = new DecodeSettings(20, 21);
        byte[] fromBytes = new byte[settings.RowBytes], fromPixels = new byte[settings.RowBytes];
        ImageDecoder.DecodeBytes(Fixture.Bytes("rgb.tif"), settings, fromBytes);
        var planes = Fixture.Bytes("rgb.raw");
        var interleaved = Enumerable.Range(0, planes.Length).Select(i => planes[i % 3 * 117 + i / 3]).ToArray();
        ImageDecoder.FromPixels(interleaved, 13, 9, 3, settings, fromPixels);
        var expected = Fixture.Decode("rgb.tif", 20, 21);
        CollectionAssert.AreEqual(expected, fromBytes);
        CollectionAssert.AreEqual(expected, fromPixels);
    }

    [TestMethod]
    public void ProbeReadsTheHeader()
    {
        Assert.AreEqual(new ImageHeader("PNG", 23, 19, 1, 16, 1), ImageDecoder.Probe(Fixture.Path("grey16.png")));
        Assert.AreEqual(new ImageHeader("PNG", 20_000, 20_000, 3, 8, 1), ImageDecoder.Probe(Fixture.Path("bomb.png")));
        Assert.AreEqual(new ImageHeader("TIFF", 10, 8, 4, 16, 1), ImageDecoder.Probe(Fixture.Path("bands4.tif")));
    }

    [TestMethod]
    public void NamesWithBracketsAndOtherLettersAreFiles()
    {
        using var folder = new TemporaryFolder();
        var path = folder["Lunge [shrink=2] größe 肺.png"];
        File.Copy(Fixture.Path("grey1.png"), path);
        CollectionAssert.AreEqual(Fixture.Bytes("grey1.raw"), Fixture.Decode(path, new DecodeSettings(9, 13, 1)));
    }

    [TestMethod]
    public void ManyThreadsDecodeAlike()
    {
        var settings = new DecodeSettings(33, 34);
        var expected = Fixture.Decode(Fixture.Path("photo.jpg"), settings);
        Parallel.For(0, 200, _ => CollectionAssert.AreEqual(expected, Fixture.Decode(Fixture.Path("photo.jpg"), settings)));
    }

    [TestMethod]
    public void SixteenBitResizeIsTorchvisions()
    {
        var expected = Fixture.Words("grey16.torch.raw");
        var actual = MemoryMarshal.Cast<byte, ushort>(Fixture.Decode(Fixture.Path("grey16.png"), new DecodeSettings(8, 11, 1, PixelType.UInt16))).ToArray();
        Assert.IsLessThanOrEqualTo(1, expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max());
    }
}
