using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetTL.Images;

/// <summary>Brings decoded pixels to the channels, steps, size and type of some settings.</summary>
internal static class PixelConversion
{
    /// <summary>Brings an image that is in memory to the settings.</summary>
    public static void Convert(Raster image, string name, DecodeSettings settings, Span<byte> destination)
    {
        var bands = new BandLayout.Bands(image.Channels, HasAlpha: false, IsCmyk: false);
        if (image.Maximum > byte.MaxValue) Convert<ushort>(image.Values, image.Height, image.Width, bands, name, settings, destination);
        else Convert<byte>(image.ToBytes(), image.Height, image.Width, bands, name, settings, destination);
    }

    /// <summary>Brings pixels that a file holds to the settings' size, channels and type.</summary>
    public static void Convert<T>(
        ReadOnlySpan<T> pixels, int height, int width, BandLayout.Bands bands, string name, DecodeSettings settings, Span<byte> destination)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var channels = WorkingChannels(bands, name, settings);
        T[]? rented = null;
        if (!BandLayout.IsIdentity(bands, channels))
        {
            rented = ArrayPool<T>.Shared.Rent(height * width * channels);
            BandLayout.Convert(pixels, bands, rented.AsSpan(0, height * width * channels), channels);
            pixels = rented.AsSpan(0, height * width * channels);
        }
        if (settings.Preprocess is { Steps.Count: > 0 } preprocess)
        {
            var image = preprocess.Apply(Raster.Of(pixels, height, width, channels));
            if (typeof(T) == typeof(byte)) Resize<byte>(image.ToBytes(), image.Height, image.Width, channels, settings, destination);
            else Resize<ushort>(image.Values, image.Height, image.Width, channels, settings, destination);
        }
        else Resize(pixels, height, width, channels, settings, destination);
        if (rented is not null) ArrayPool<T>.Shared.Return(rented);
        var plane = destination.Length / settings.Channels;
        for (var channel = channels; channel < settings.Channels; channel++) destination[..plane].CopyTo(destination[(channel * plane)..]);
    }

    private static void Resize<T>(ReadOnlySpan<T> pixels, int height, int width, int channels, DecodeSettings settings, Span<byte> destination) where T : unmanaged
    {
        if (settings.Resize == ResizeMode.Pad) destination.Clear();
        if (settings.PixelType == PixelType.Byte) Resampler.Resize(pixels, height, width, channels, settings, destination);
        else Resampler.Resize(pixels, height, width, channels, settings, MemoryMarshal.Cast<byte, ushort>(destination));
    }

    /// <summary>How many channels the resize works on.</summary>
    /// <exception cref="UnreadableImageException">The bands do not fit the channels asked for.</exception>
    public static int WorkingChannels(BandLayout.Bands bands, string name, DecodeSettings settings) =>
        BandLayout.WorkingChannels(bands, settings.Channels) ?? throw new UnreadableImageException(name,
            $"it has {bands.Count} bands{(bands.HasAlpha ? " with alpha" : "")}, which do not make {settings.Channels} channel(s). Set Channels to {bands.Count}.");
}
