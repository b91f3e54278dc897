using NetVips;

namespace MlNetTL.Images;

/// <summary>Takes the pixels out of images that libvips has opened.</summary>
/// <remarks>They are asked for strip by strip from the thread that wants them: libvips's own way to write an image to memory starts a thread for each image, which for those of a few hundred pixels
/// takes longer than their decoding.</remarks>
internal static class VipsPixels
{
    // Below the size from which .NET's arrays go to the heap of large objects.
    private const int StripBytes = 1 << 16;

    /// <summary>Decodes an image of 8 or 16 bits, signed or not: row by row, the values of a pixel side by side, in two bytes each where it has 16 bits.</summary>
    /// <exception cref="VipsException">The data are damaged or end too early.</exception>
    public static RentedPixels Of(Image image)
    {
        var stride = checked(image.Width * image.Bands * (image.Format is Enums.BandFormat.Uchar ? 1 : 2));
        var pixels = new RentedPixels(checked(stride * image.Height));
        try
        {
            using var region = Region.New(image);
            var rows = Math.Max(1, StripBytes / stride);
            for (var y = 0; y < image.Height; y += rows)
                region.Fetch(0, y, image.Width, Math.Min(rows, image.Height - y)).CopyTo(pixels.Bytes[(y * stride)..]);
            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }
}
