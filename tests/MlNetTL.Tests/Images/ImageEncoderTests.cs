using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

[TestClass]
public sealed class ImageEncoderTests
{
    [TestMethod]
    [DataRow(1, PixelType.Byte)]
    [DataRow(3, PixelType.Byte)]
    [DataRow(1, PixelType.UInt16)]
    [DataRow(3, PixelType.UInt16)]
    public void PngsKeepEveryValue(int channels, PixelType pixelType)
    {
        var settings = new DecodeSettings(17, 19, channels, pixelType);
        var words = Enumerable.Range(0, 17 * 19 * channels).Select(i => (ushort)(i * 40_503)).ToArray();
        var planes = pixelType == PixelType.UInt16 ? MemoryMarshal.AsBytes<ushort>(words).ToArray() : [.. words.Select(v => (byte)v)];
        var decoded = new byte[settings.RowBytes];
        ImageDecoder.DecodeBytes(ImageEncoder.Png(planes, channels, 17, 19, pixelType), settings, decoded);
        CollectionAssert.AreEqual(planes, decoded);
    }

    [TestMethod]
    public void JpegsAreWrittenWholeAndNearTheirPixels()
    {
        using var folder = new TemporaryFolder();
        var path = folder["new/photo.jpg"];
        var pixels = new byte[24 * 16 * 3];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i / 72 * 8 + i % 3 * 20);
        ImageEncoder.WriteJpeg(path, pixels, 24, 16, 95);
        var decoded = Fixture.Decode(path, new DecodeSettings(16, 24));
        Assert.IsLessThan(6, Enumerable.Range(0, pixels.Length).Max(i => Math.Abs(pixels[i] - decoded[i % 3 * 384 + i / 3])));
        Assert.HasCount(1, Directory.GetFiles(folder["new"]));
        Assert.AreEqual(new ImageHeader("JPEG", 24, 16, 3, 8, 1), ImageDecoder.Probe(path));
    }

    [TestMethod]
    public void WrongSizesAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => ImageEncoder.Png(new byte[5], 1, 2, 2, PixelType.Byte));
        Assert.ThrowsExactly<ArgumentException>(() => ImageEncoder.WriteJpeg("x.jpg", new byte[5], 2, 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageEncoder.WriteJpeg("x.jpg", new byte[4], 2, 2, 0));
    }
}
