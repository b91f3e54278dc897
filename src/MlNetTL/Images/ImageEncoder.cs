using System.Runtime.InteropServices;
using MlNetTL.Foundation;
using NetVips;

namespace MlNetTL.Images;

/// <summary>Writes pixels as PNG and JPEG.</summary>
public static class ImageEncoder
{
    /// <summary>Encodes planes as a PNG of 8 or 16 bits a value.</summary>
    /// <param name="planar">[channels, height, width] values; of 16 bits, in the machine's byte order.</param>
    /// <param name="channels">1 is grey, 3 red, green and blue; of any other number the first three (or the first, where there are two) are shown as if they
    /// were these.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="pixelType">The type of a value.</param>
    public static byte[] Png(ReadOnlySpan<byte> planar, int channels, int height, int width, PixelType pixelType)
    {
        var valueBytes = pixelType == PixelType.UInt16 ? 2 : 1;
        if (height < 1 || width < 1 || channels < 1 || planar.Length != (long)channels * height * width * valueBytes)
            throw new ArgumentException($"The pixels must be {channels} x {height} x {width} values of {valueBytes} byte(s). " +
                $"Received: {planar.Length} bytes.", nameof(planar));
        VipsLoader.EnsureReady();
        var shown = channels >= 3 ? 3 : 1;
        return valueBytes == 1
            ? Png(planar, shown, height, width, Enums.BandFormat.Uchar, shown == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb)
            : Png(MemoryMarshal.Cast<byte, ushort>(planar), shown, height, width, Enums.BandFormat.Ushort,
                shown == 1 ? Enums.Interpretation.Grey16 : Enums.Interpretation.Rgb16);
    }

    /// <summary>Writes a JPEG file, whole or not at all.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="interleaved">height x width values of grey, or height x width x 3 of red, green and blue.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="quality">1 to 100.</param>
    public static void WriteJpeg(string path, ReadOnlySpan<byte> interleaved, int width, int height, int quality = 90) =>
        AtomicFile.WriteBytes(path, Jpeg(interleaved, width, height, quality));

    /// <summary>A JPEG file as bytes; the arguments are those of <see cref="WriteJpeg"/>.</summary>
    internal static byte[] Jpeg(ReadOnlySpan<byte> interleaved, int width, int height, int quality = 90)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var values = (long)width * height;
        if (width < 1 || height < 1 || (interleaved.Length != values && interleaved.Length != values * 3))
            throw new ArgumentException($"The pixels must be {width} x {height} grey values, or three times as many. " +
                $"Received: {interleaved.Length}.", nameof(interleaved));
        VipsLoader.EnsureReady();
        var bands = (int)(interleaved.Length / values);
        using var raw = Image.NewFromMemoryCopy(interleaved, width, height, bands, Enums.BandFormat.Uchar);
        using var image = raw.Copy(interpretation: bands == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
        return image.JpegsaveBuffer(q: quality);
    }

    private static byte[] Png<T>(ReadOnlySpan<T> planes, int bands, int height, int width, Enums.BandFormat format, Enums.Interpretation interpretation)
        where T : unmanaged
    {
        using var raw = Image.NewFromMemoryCopy<T>(Interleave(planes, bands, height * width), width, height, bands, format);
        using var image = raw.Copy(interpretation: interpretation);
        return image.PngsaveBuffer(compression: 6);
    }

    private static T[] Interleave<T>(ReadOnlySpan<T> planes, int channels, int plane) where T : unmanaged
    {
        var interleaved = new T[plane * channels];
        for (var channel = 0; channel < channels; channel++)
            for (var i = 0; i < plane; i++) interleaved[i * channels + channel] = planes[channel * plane + i];
        return interleaved;
    }
}
