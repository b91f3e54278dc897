using System.Runtime.InteropServices;

namespace MlNetTL.Images;

/// <summary>The pixels of a whole upright image as its file has them: interleaved, 8 or 16 bit.</summary>
/// <param name="Pixels">height x width x bands values; 16-bit ones in the machine's byte order.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Bands">What the bands mean.</param>
/// <param name="IsWide">Whether a value has 16 bits.</param>
internal sealed record DecodedImage(byte[] Pixels, int Height, int Width, BandLayout.Bands Bands, bool IsWide)
{
    private int PixelBytes => Bands.Count * (IsWide ? 2 : 1);

    /// <summary>Cuts a region out. What lies outside of the image mirrors what lies inside, about the pixels of the border.</summary>
    /// <param name="region">The region, at least a pixel of which lies on the image.</param>
    /// <param name="cut">Takes <see cref="BytesOf"/> bytes.</param>
    public void Cut(ImageRegion region, Span<byte> cut)
    {
        var (pixel, row) = (PixelBytes, region.Width * PixelBytes);
        // The columns that lie on the image are copied in one go.
        var (left, right) = (Math.Clamp(-region.X, 0, region.Width), Math.Clamp(Width - region.X, 0, region.Width));
        for (var y = 0; y < region.Height; y++)
        {
            var from = Pixels.AsSpan(Mirrored(region.Y + y, Height) * Width * pixel, Width * pixel);
            var to = cut.Slice(y * row, row);
            from.Slice((region.X + left) * pixel, (right - left) * pixel).CopyTo(to[(left * pixel)..]);
            for (var x = 0; x < left; x++) Copy(from, to, x);
            for (var x = right; x < region.Width; x++) Copy(from, to, x);
        }

        void Copy(ReadOnlySpan<byte> from, Span<byte> to, int x) => from.Slice(Mirrored(region.X + x, Width) * pixel, pixel).CopyTo(to[(x * pixel)..]);
    }

    /// <summary>The bytes that a region takes.</summary>
    public int BytesOf(ImageRegion region) => checked(region.Height * region.Width * PixelBytes);

    /// <summary>Whether a pixel of a region lies on the image.</summary>
    public bool Holds(ImageRegion region) => region.X < Width && region.Y < Height && region.X + region.Width > 0 && region.Y + region.Height > 0;

    /// <summary>16-bit values of bytes.</summary>
    public static ReadOnlySpan<ushort> Words(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, ushort>(bytes);

    // The image and its mirror image take turns, without repeating the pixels at which it is mirrored.
    private static int Mirrored(int position, int length)
    {
        if ((uint)position < (uint)length) return position;
        if (length == 1) return 0;
        var period = 2 * (length - 1);
        var within = (position % period + period) % period;
        return within < length ? within : period - within;
    }
}
