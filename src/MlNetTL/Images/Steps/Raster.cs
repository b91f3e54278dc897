using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetTL.Images;

/// <summary>An image in memory at its file's depth, pixel by pixel, for the steps that change it.</summary>
/// <param name="values">height x width x channels values, 0 to <paramref name="maximum"/>.</param>
/// <param name="height">Rows.</param>
/// <param name="width">Columns.</param>
/// <param name="channels">Values a pixel.</param>
/// <param name="maximum">255 or 65,535: white.</param>
internal sealed class Raster(ushort[] values, int height, int width, int channels, int maximum)
{
    public ushort[] Values { get; } = values;

    public int Height { get; } = height;

    public int Width { get; } = width;

    public int Channels { get; } = channels;

    public int Maximum { get; } = maximum;

    /// <summary>Whether the channels are red, green and blue, which must be changed alike so that hues stay.</summary>
    public bool IsColour => Channels == 3;

    /// <summary>Copies an image of 8 or 16 bits.</summary>
    public static Raster Of<T>(ReadOnlySpan<T> pixels, int height, int width, int channels) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var values = GC.AllocateUninitializedArray<ushort>(pixels.Length);
        for (var i = 0; i < values.Length; i++) values[i] = ushort.CreateTruncating(pixels[i]);
        return new(values, height, width, channels, int.CreateTruncating(T.MaxValue));
    }

    /// <summary>An image of the same kind and another size, black.</summary>
    public Raster Sized(int height, int width) => new(new ushort[checked(height * width * Channels)], height, width, Channels, Maximum);

    /// <summary>A part of the image. What lies outside of it is black.</summary>
    public Raster Cut(int top, int left, int height, int width)
    {
        var part = Sized(height, width);
        var (from, to) = (Math.Max(left, 0), Math.Min(left + width, Width));
        for (var y = Math.Max(top, 0); y < Math.Min(top + height, Height) && from < to; y++)
            Values.AsSpan((y * Width + from) * Channels, (to - from) * Channels).CopyTo(part.Values.AsSpan(((y - top) * width + from - left) * Channels));
        return part;
    }

    /// <summary>The values as 8 bits.</summary>
    public byte[] ToBytes()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Values.Length);
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)Values[i];
        return bytes;
    }

    /// <summary>The pixels as regions are cut out of them.</summary>
    public DecodedImage ToDecodedImage()
    {
        var isWide = Maximum > byte.MaxValue;
        return new(isWide ? MemoryMarshal.AsBytes<ushort>(Values).ToArray() : ToBytes(), Height, Width, new(Channels, HasAlpha: false, IsCmyk: false), isWide);
    }

    /// <summary>The luma (ITU-R BT.601, in the decoder's fixed point) of a colour image; the mean of the channels of any other, rounded down.</summary>
    public ushort[] Luma()
    {
        if (Channels == 1) return (ushort[])Values.Clone();
        var luma = new ushort[Height * Width];
        if (IsColour) BandLayout.Convert<ushort>(Values, new(3, HasAlpha: false, IsCmyk: false), luma, 1);
        else for (var i = 0; i < luma.Length; i++)
        {
            var sum = 0;
            for (var channel = 0; channel < Channels; channel++) sum += Values[i * Channels + channel];
            luma[i] = (ushort)(sum / Channels);
        }
        return luma;
    }

    /// <summary>A value rounded (half to even) and brought into the range.</summary>
    public ushort Clip(double value) => (ushort)Math.Clamp(Math.Round(value), 0, Maximum);
}
