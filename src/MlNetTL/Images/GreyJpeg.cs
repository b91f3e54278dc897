using SkiaSharp;

namespace MlNetTL.Images;

/// <summary>Decodes whole grey JPEGs, as X-rays mostly are, on a short way. libvips makes a pipeline for each image, which for a small one takes two to three times as long as its pixels; the bytes are the same,
/// as both call libjpeg-turbo with its slow, exact transform.</summary>
internal static class GreyJpeg
{
    // Where SkiaSharp's native library is missing, as in an app that was trimmed of it, libvips decodes all.
    private static readonly Lazy<bool> s_isThere = new(IsThere);

    /// <summary>Decodes a file that is in memory. False where it is not a grey, upright JPEG that is whole and small enough: the usual way then decodes it, or tells what is wrong.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="name">What messages call the image.</param>
    /// <param name="settings">Size, channels and type of the result.</param>
    /// <param name="destination">Takes <see cref="DecodeSettings.RowBytes"/> bytes.</param>
    public static unsafe bool TryDecode(ReadOnlySpan<byte> file, string name, DecodeSettings settings, Span<byte> destination)
    {
        if (file.IsEmpty || !s_isThere.Value) return false;
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            using var codec = SKCodec.Create(data);
            if (codec is not { EncodedFormat: SKEncodedImageFormat.Jpeg, EncodedOrigin: SKEncodedOrigin.TopLeft, Info.ColorType: SKColorType.Gray8 }) return false;
            var (width, height) = (codec.Info.Width, codec.Info.Height);
            if ((long)width * height > ImageDecoder.MaxPixels) return false;
            using var pixels = new RentedPixels(width * height);
            fixed (byte* target = pixels.Bytes)
                if (codec.GetPixels(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque), (nint)target) != SKCodecResult.Success) return false;
            PixelConversion.Convert<byte>(pixels.Bytes, height, width, new(1, HasAlpha: false, IsCmyk: false), name, settings, destination);
            return true;
        }
    }

    private static bool IsThere()
    {
        try
        {
            using var data = SKData.CreateCopy([0]);
            return true;
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
