using MlNetTL.Images;

namespace MlNetTL.Tests.Data;

/// <summary>Writes small pictures for miniatures.</summary>
internal static class SmallPicture
{
    /// <summary>A square of seeded noise around a brightness.</summary>
    public static void Write(string path, int size, int seed, int brightness, int channels = 1)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var random = new Random(seed);
        var pixels = new byte[size * size * channels];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)Math.Clamp(brightness + random.Next(-40, 40), 0, 255);
        File.WriteAllBytes(path, ImageEncoder.Png(pixels, channels, size, size, PixelType.Byte));
    }
}
