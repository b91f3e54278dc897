using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>Pillow rounds to 8 bits between its two passes and torchvision does not: hence the tolerances.</summary>
[TestClass]
public sealed class ResizeTests
{
    [TestMethod]
    [DataRow("noise.down.raw", 24, 32, ResizeMode.Stretch)]
    [DataRow("noise.up.raw", 70, 90, ResizeMode.Stretch)]
    [DataRow("noise.mixed.raw", 9, 90, ResizeMode.Stretch)]
    [DataRow("noise.pad.raw", 40, 40, ResizeMode.Pad)]
    [DataRow("noise.crop.raw", 31, 31, ResizeMode.Crop)]
    [DataRow("noise.crop_wide.raw", 20, 40, ResizeMode.Crop)]
    [DataRow("noise.pad_tall.raw", 50, 21, ResizeMode.Pad)]
    public void NoiseIsWithinOneOfPillows(string reference, int height, int width, ResizeMode resize) =>
        Fixture.AssertNear(Fixture.Bytes(reference), Fixture.Decode("noise.png", height, width, 3, resize), most: 1, mean: 0.2);

    [TestMethod]
    public void NoiseIsTorchvisionsTensorResize() => Fixture.AssertNear(Fixture.Bytes("noise.torch.raw"), Fixture.Decode("noise.png", 24, 32), most: 1, mean: 0.001);

    [TestMethod]
    public void TheSameSizeChangesNothing()
    {
        var pixels = Enumerable.Range(0, 37 * 41 * 7).Select(i => (byte)(i * 131 % 251)).ToArray();
        var settings = new DecodeSettings(37, 41, 7);
        var planes = new byte[settings.RowBytes];
        ImageDecoder.FromPixels(pixels, 41, 37, 7, settings, planes);
        for (var i = 0; i < pixels.Length; i++) Assert.AreEqual(pixels[i], planes[i % 7 * 37 * 41 + i / 7]);
    }

    [TestMethod]
    [DataRow(ResizeMode.Stretch)]
    [DataRow(ResizeMode.Crop)]
    [DataRow(ResizeMode.Pad)]
    public void WhiteStaysWhiteAndPaddingIsBlack(ResizeMode resize)
    {
        var white = new byte[300 * 100];
        Array.Fill(white, byte.MaxValue);
        var settings = new DecodeSettings(48, 48, 1, PixelType.UInt16, resize);
        var planes = new byte[settings.RowBytes];
        Array.Fill(planes, (byte)77);
        ImageDecoder.FromPixels(white, 300, 100, 1, settings, planes);
        for (var y = 0; y < 48; y++)
        {
            var isPadding = resize == ResizeMode.Pad && (y < 16 || y >= 32);
            Assert.IsTrue(planes.AsSpan(y * 96, 96).ToArray().All(v => v == (isPadding ? 0 : 255)), $"row {y}");
        }
    }

    [TestMethod]
    [DataRow(1, 5000)]
    [DataRow(5000, 1)]
    [DataRow(1, 1)]
    public void ExtremeShapesFitEveryMode(int height, int width)
    {
        var white = new byte[height * width];
        Array.Fill(white, byte.MaxValue);
        foreach (var resize in Enum.GetValues<ResizeMode>())
        {
            var planes = new byte[16 * 24];
            ImageDecoder.FromPixels(white, width, height, 1, new DecodeSettings(16, 24, 1, PixelType.Byte, resize), planes);
            Assert.AreEqual(255, planes[8 * 24 + 12]);
        }
    }

    [TestMethod]
    [TestCategory(SharedFolder.Category)]
    public void RealImagesAreWithinOneOfPillows()
    {
        // Each line of the reference: a file, then its 64 x 64 pixels by Image.open(...).convert('L').resize((64, 64), BILINEAR) in hexadecimal.
        foreach (var line in File.ReadLines(Fixture.Path("pneumonia64.txt")))
        {
            var (file, pixels) = (line.Split(' ')[0], Convert.FromHexString(line.Split(' ')[1]));
            Fixture.AssertNear(pixels, Fixture.Decode(SharedFolder.Require("data/pneumonia/" + file), new DecodeSettings(64, 64, 1)), most: 1, mean: 0.2);
        }
    }
}
