using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Cli.DataSets;

/// <summary>Draws any image small, in 8-bit colour: of many bands the first three, and 16-bit values between their least and their largest.</summary>
internal static class Thumbnail
{
    public const int Side = 112;

    /// <summary>What the pixels of a thumbnail are.</summary>
    public static DecodeSettings Settings { get; } = new(Side, Side);

    /// <summary>The pixels [3, side, side]; null where the image cannot be read.</summary>
    public static byte[]? Draw(string path)
    {
        try
        {
            var headers = BandFiles.Split(path).Select(ImageDecoder.Probe).ToArray();
            var (bands, deep) = (headers.Sum(header => header.Bands), headers[0].Bits > 8);
            foreach (var channels in bands switch { 4 => [3, 4], 2 => [1, 2], _ => new[] { Math.Min(bands, DecodeSettings.MaxChannels) } })
                if (TryDecode(path, Settings with { Channels = channels, PixelType = deep ? PixelType.UInt16 : PixelType.Byte, Resize = ResizeMode.Pad }) is { } pixels)
                    return Colours(deep ? Stretch(MemoryMarshal.Cast<byte, ushort>(pixels)) : pixels, channels);
        }
        catch (UnreadableImageException)
        {
        }
        return null;
    }

    private static byte[]? TryDecode(string path, DecodeSettings settings)
    {
        try
        {
            var pixels = new byte[settings.RowBytes];
            ImageDecoder.DecodeFile(path, settings, pixels);
            return pixels;
        }
        catch (UnreadableImageException)
        {
            return null;
        }
    }

    private static byte[] Stretch(ReadOnlySpan<ushort> values)
    {
        ushort low = ushort.MaxValue, high = 0;
        foreach (var value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var stretched = new byte[values.Length];
        for (var i = 0; i < values.Length; i++) stretched[i] = (byte)(255 * (values[i] - low) / Math.Max(1, high - low));
        return stretched;
    }

    private static byte[] Colours(byte[] planes, int channels)
    {
        var plane = Side * Side;
        var colours = new byte[3 * plane];
        for (var channel = 0; channel < 3; channel++) planes.AsSpan((channels >= 3 ? channel : 0) * plane, plane).CopyTo(colours.AsSpan(channel * plane));
        return colours;
    }
}
