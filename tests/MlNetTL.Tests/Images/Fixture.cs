using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>The images in Fixtures, and what Pillow, NumPy or torchvision make of them (Fixtures/make.py).</summary>
internal static class Fixture
{
    public static string Path(string name) => System.IO.Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Images", "Fixtures", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    public static ushort[] Words(string name) => MemoryMarshal.Cast<byte, ushort>(Bytes(name)).ToArray();

    public static byte[] Decode(string path, DecodeSettings settings)
    {
        var pixels = new byte[settings.RowBytes];
        ImageDecoder.DecodeFile(path, settings, pixels);
        return pixels;
    }

    public static byte[] Decode(string name, int height, int width, int channels = 3, ResizeMode resize = ResizeMode.Stretch) =>
        Decode(Path(name), new DecodeSettings(height, width, channels, PixelType.Byte, resize));

    public static ushort[] DecodeWords(string name, int height, int width, int channels) =>
        MemoryMarshal.Cast<byte, ushort>(Decode(Path(name), new DecodeSettings(height, width, channels, PixelType.UInt16))).ToArray();

    /// <summary>Asserts that two images differ by at most so much in any value, and by at most so much on average.</summary>
    public static void AssertNear(byte[] expected, byte[] actual, int most, double mean)
    {
        Assert.HasCount(expected.Length, actual);
        var differences = expected.Zip(actual, (a, b) => Math.Abs(a - b)).ToArray();
        Assert.IsLessThanOrEqualTo(most, differences.Max());
        Assert.IsLessThanOrEqualTo(mean, differences.Average());
    }
}
