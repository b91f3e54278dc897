using MlNetTL.Images;
using NetVips;

namespace MlNetTL.Tests.Images;

/// <summary>The short way for grey JPEGs gives what the usual way gives, and leaves to it all that it is not for.</summary>
[TestClass]
public sealed class GreyJpegTests
{
    [TestMethod]
    [DataRow(75)]
    [DataRow(95)]
    public void ItDecodesWhatLibvipsDecodes(int quality)
    {
        using var drawn = Image.Gaussnoise(123, 77, sigma: 60, mean: 128, seed: 5).Cast(Enums.BandFormat.Uchar);
        foreach (var interlace in new[] { false, true })
        {
            var file = drawn.JpegsaveBuffer(q: quality, interlace: interlace);
            using var source = Source.NewFromMemory(file);
            using var usual = Image.JpegloadSource(source);
            Assert.AreEqual(1, usual.Bands);
            var settings = new DecodeSettings(77, 123, Channels: 1);
            var pixels = new byte[settings.RowBytes];
            Assert.IsTrue(GreyJpeg.TryDecode(file, "image", settings, pixels));
            CollectionAssert.AreEqual(usual.WriteToMemory<byte>(), pixels);
        }
    }

    [TestMethod]
    [DataRow("photo.jpg")]
    [DataRow("cmyk.jpg")]
    [DataRow("turned6.jpg")]
    [DataRow("noise.png")]
    public void WhatIsNotAGreyUprightJpegIsLeftToTheUsualWay(string name)
    {
        var settings = new DecodeSettings(16, 16, Channels: 3);
        Assert.IsFalse(GreyJpeg.TryDecode(File.ReadAllBytes(Fixture.Path(name)), name, settings, new byte[settings.RowBytes]));
    }

    [TestMethod]
    public void AFileThatEndsTooEarlyOrIsTooLargeIsLeftToTheUsualWayWhichTellsWhy()
    {
        var whole = File.ReadAllBytes(Fixture.Path("grey.jpg"));
        var settings = new DecodeSettings(16, 16, Channels: 1);
        var pixels = new byte[settings.RowBytes];
        foreach (var length in new[] { 0, 3, 50, whole.Length / 2 }) Assert.IsFalse(GreyJpeg.TryDecode(whole.AsSpan(0, length), "grey.jpg", settings, pixels), $"{length} bytes");
        StringAssert.Contains(Assert.ThrowsExactly<UnreadableImageException>(() => ImageDecoder.DecodeBytes(whole.AsMemory(0, whole.Length / 2), settings, pixels)).Message, "end too early");
        Assert.IsTrue(GreyJpeg.TryDecode(whole, "grey.jpg", settings, pixels));
    }

    [TestMethod]
    [DataRow(1, ResizeMode.Stretch)]
    [DataRow(3, ResizeMode.Crop)]
    [DataRow(4, ResizeMode.Pad)]
    public void AnImageOfTheWantedSizeIsTakenAsItIs(int channels, ResizeMode mode)
    {
        var random = new Random(3);
        var pixels = new byte[9 * 7 * channels];
        random.NextBytes(pixels);
        var settings = new DecodeSettings(9, 7, channels, Resize: mode);
        var planes = new byte[settings.RowBytes];
        ImageDecoder.FromPixels(pixels, 7, 9, channels, settings, planes);
        for (var i = 0; i < planes.Length; i++) Assert.AreEqual(pixels[i % 63 * channels + i / 63], planes[i]);
    }
}
