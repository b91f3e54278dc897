using NetVips;

namespace MlNetTL.Data;

/// <summary>Writes grey JPEG files.</summary>
internal static class GreyJpeg
{
    /// <summary>Writes a square image.</summary>
    public static void Write(string path, byte[] grey, int size)
    {
        using var image = Image.NewFromMemory(grey, size, size, 1, Enums.BandFormat.Uchar);
        using var interpreted = image.Copy(interpretation: Enums.Interpretation.Bw);
        File.WriteAllBytes(path, interpreted.JpegsaveBuffer(q: 90));
    }
}
