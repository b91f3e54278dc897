using System.Buffers;

namespace MlNetTL.Images;

/// <summary>Decodes a region of an image file. The file is decoded once for the regions that follow each other, if it is not too large to be kept.</summary>
internal static class RegionDecoder
{
    public static void Decode(string path, string file, ImageRegion region, DecodeSettings settings, Span<byte> destination)
    {
        var image = Read(path, file);
        if (!image.Holds(region))
            throw new UnreadableImageException(path, $"the region lies outside of the image of {image.Width} x {image.Height} pixels. A pixel of it at least must lie on the image.");
        // Mirrored pixels take memory as decoded ones do.
        if ((double)region.Width * region.Height * Math.Max(image.Bands.Count, 4) / 4 > ImageDecoder.MaxPixels)
            throw new UnreadableImageException(path, $"the limit of a region is {ImageDecoder.MaxPixels:N0} pixels. Give a smaller one, or raise ImageDecoder.MaxPixels.");
        var rented = ArrayPool<byte>.Shared.Rent(image.BytesOf(region));
        try
        {
            var cut = rented.AsSpan(0, image.BytesOf(region));
            image.Cut(region, cut);
            if (image.IsWide) PixelConversion.Convert(DecodedImage.Words(cut), region.Height, region.Width, image.Bands, path, settings, destination);
            else PixelConversion.Convert<byte>(cut, region.Height, region.Width, image.Bands, path, settings, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static DecodedImage Read(string path, string file)
    {
        try
        {
            // Without a key there is no such file, which opening it tells in full.
            return ImageKey.Of(file) is { } key ? DecodedImages.Shared.Get(key, () => ImageDecoder.DecodeWhole(file)) : ImageDecoder.DecodeWhole(file);
        }
        catch (UnreadableImageException error)
        {
            throw new UnreadableImageException(path, error.Reason, error);
        }
    }
}
