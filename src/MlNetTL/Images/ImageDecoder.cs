using System.Runtime.InteropServices;
using NetVips;

namespace MlNetTL.Images;

/// <summary>Decodes images to planes [channels, height, width]: JPEG, PNG (1 to 16 bits, palettes), TIFF, WebP, GIF and DICOM (of the last four the first
/// picture).</summary>
/// <remarks>
/// The EXIF orientation is applied. Grey is ITU-R BT.601's luma. Alpha is dropped (not composited) unless as many channels are asked for as the file has bands.
/// Colour profiles are not applied. The image is always decoded at its full size and then resized (see <see cref="ResizeMode"/>) with an antialiasing
/// triangle filter
/// in single precision, rounded once: what torchvision's <c>resize(antialias=True)</c> computes.
/// Of DICOM the values are rescaled and their first window (linear, linear exact or sigmoid) becomes the full range; without one all that the stored bits can hold does.
/// The least of MONOCHROME1 is white. Uncompressed, deflated, RLE, JPEG of 8 bits, lossless JPEG (and JPEG 2000 where libvips has it) are read; lookup tables are not.
/// 16-bit values are in the machine's byte order. All methods may be called from several threads at once.
/// libvips's own threads and cache are switched off for the whole process, as images are decoded side by side.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>The environment variable that sets <see cref="MaxPixels"/> before the first image is read.</summary>
    public const string MaxPixelsVariable = "MLNETTL_MAX_PIXELS";

    private static long s_maxPixels = long.TryParse(Environment.GetEnvironmentVariable(MaxPixelsVariable), out var pixels) && pixels > 0 ? pixels : 100_000_000;

    /// <summary>The largest image that is decoded, in pixels (of up to four bands; more bands count for more). 100 million unless <c>MLNETTL_MAX_PIXELS</c>
    /// says otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public static long MaxPixels
    {
        get => Volatile.Read(ref s_maxPixels);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref s_maxPixels, value);
        }
    }

    /// <summary>Decodes a file, or several that make up one image.</summary>
    /// <param name="path">The file, or files with '|' between (<see cref="BandFiles"/>), each with a region at its end or without
    /// (<see cref="ImageRegion"/>).</param>
    /// <param name="settings">Size, channels and type of the result.</param>
    /// <param name="destination">Takes <see cref="DecodeSettings.RowBytes"/> bytes.</param>
    /// <exception cref="UnreadableImageException">The file is missing, damaged, too large, of another format or of other bands, or has no such region.</exception>
    public static void DecodeFile(string path, DecodeSettings settings, Span<byte> destination)
    {
        CheckDestination(settings, destination);
        if (BandFiles.Split(path) is { Count: > 1 } files)
        {
            BandFileDecoder.Decode(path, files, settings, destination);
            return;
        }
        if (ImageRegion.Split(path) is (var whole, { } region))
        {
            RegionDecoder.Decode(path, whole, region, settings, destination);
            return;
        }
        using var file = ImageFile.Open(path);
        if (file.Format == ImageFormat.Dicom) PixelConversion.Convert(DicomPixels.Decode(file.Dicom), path, settings, destination);
        else if (!(file.Format == ImageFormat.Jpeg && GreyJpeg.TryDecode(file.Whole, path, settings, destination))) Decode(access => file.Load(access), file.Format, path, settings, destination);
    }

    /// <summary>Decodes all pixels of a file, as they are.</summary>
    internal static DecodedImage DecodeWhole(string path)
    {
        using var file = ImageFile.Open(path);
        if (file.Format == ImageFormat.Dicom) return DicomPixels.Decode(file.Dicom).ToDecodedImage();
        VipsLoader.EnsureReady();
        try
        {
            using var upright = UprightImage.Open(access => file.Load(access), image => CheckHeader(image, path));
            var image = upright.Image;
            if ((double)image.Width * image.Height * image.Bands * (BitsOf(image) / 8) > Array.MaxLength)
                throw new UnreadableImageException(path, "its pixels take more than 2 GiB, of which no region can be cut. Cut the file up first.");
            using var pixels = VipsPixels.Of(image);
            return new(pixels.Bytes.ToArray(), image.Height, image.Width, BandsOf(image), image.Format == Enums.BandFormat.Ushort);
        }
        catch (VipsException error)
        {
            throw Damaged(path, file.Format, error);
        }
    }

    /// <summary>Decodes an image file that is in memory.</summary>
    /// <param name="encoded">The bytes of the file.</param>
    /// <param name="settings">Size, channels and type of the result.</param>
    /// <param name="destination">Takes <see cref="DecodeSettings.RowBytes"/> bytes.</param>
    /// <param name="name">What messages call the image.</param>
    /// <exception cref="UnreadableImageException">The image is damaged, too large, of another format or of other bands.</exception>
    public static void DecodeBytes(ReadOnlyMemory<byte> encoded, DecodeSettings settings, Span<byte> destination, string name = "image")
    {
        CheckDestination(settings, destination);
        var format = ImageFormats.Of(encoded.Span[..Math.Min(encoded.Length, ImageFormats.HeaderBytes)], name);
        if (format == ImageFormat.Dicom) PixelConversion.Convert(DicomPixels.Decode(new(Read, encoded.Length, name)), name, settings, destination);
        else if (!(format == ImageFormat.Jpeg && GreyJpeg.TryDecode(encoded.Span, name, settings, destination))) Decode(access => OpenImage.Open(() => Source.NewFromMemory(encoded.Span), Read, format, name, access), format, name, settings, destination);

        byte[] Read(long offset, int count) => offset >= 0 && offset <= encoded.Length - count ? encoded.Slice((int)offset, count).ToArray() : [];
    }

    /// <summary>Brings pixels that are decoded already to the settings' size, channels and type.</summary>
    /// <param name="interleaved8bit">height x width x channels values; 1 grey, 2 grey and alpha, 3 red, green, blue, 4 with alpha, or any number that the
    /// settings ask for.</param>
    /// <param name="width">Columns of the source.</param>
    /// <param name="height">Rows of the source.</param>
    /// <param name="channels">Values a pixel of the source.</param>
    /// <param name="settings">Size, channels and type of the result.</param>
    /// <param name="destination">Takes <see cref="DecodeSettings.RowBytes"/> bytes.</param>
    /// <exception cref="UnreadableImageException">The channels do not fit those asked for.</exception>
    public static void FromPixels(ReadOnlySpan<byte> interleaved8bit, int width, int height, int channels, DecodeSettings settings, Span<byte> destination)
    {
        CheckDestination(settings, destination);
        if (width < 1 || height < 1 || channels < 1 || interleaved8bit.Length != (long)width * height * channels)
            throw new ArgumentException($"The pixels must be width x height x channels = {width} x {height} x {channels} bytes. " +
                $"Received: {interleaved8bit.Length}.", nameof(interleaved8bit));
        PixelConversion.Convert(interleaved8bit, height, width, new(channels, HasAlpha: channels is 2 or 4, IsCmyk: false), "image", settings, destination);
    }

    /// <summary>Reads what a file says about itself, without decoding its pixels. There is no limit on its size.</summary>
    /// <param name="path">The file. A region at its end (<see cref="ImageRegion"/>) changes nothing.</param>
    /// <exception cref="UnreadableImageException">The file is missing, damaged or of another format.</exception>
    public static ImageHeader Probe(string path)
    {
        path = ImageRegion.FileOf(path);
        using var file = ImageFile.Open(path, headerOnly: true);
        if (file.Format == ImageFormat.Dicom) return DicomPixels.Probe(file.Dicom);
        try
        {
            VipsLoader.EnsureReady();
            using var opened = file.Load(Enums.Access.Sequential);
            var image = opened.Image;
            return new(file.Format.Name(), image.Width, image.Height, image.Bands, BitsOf(image), UprightImage.OrientationOf(image));
        }
        catch (VipsException error)
        {
            throw Damaged(path, file.Format, error);
        }
    }

    private static void Decode(Func<Enums.Access, OpenImage> open, ImageFormat format, string name, DecodeSettings settings, Span<byte> destination)
    {
        VipsLoader.EnsureReady();
        try
        {
            using var upright = UprightImage.Open(open, image => CheckHeader(image, name));
            Convert(upright.Image, name, settings, destination);
        }
        catch (VipsException error)
        {
            throw Damaged(name, format, error);
        }
    }

    private static void Convert(Image image, string name, DecodeSettings settings, Span<byte> destination)
    {
        var bands = BandsOf(image);
        PixelConversion.WorkingChannels(bands, name, settings);
        using var pixels = VipsPixels.Of(image);
        if (image.Format == Enums.BandFormat.Uchar) PixelConversion.Convert<byte>(pixels.Bytes, image.Height, image.Width, bands, name, settings, destination);
        else PixelConversion.Convert<ushort>(MemoryMarshal.Cast<byte, ushort>(pixels.Bytes), image.Height, image.Width, bands, name, settings, destination);
    }

    private static BandLayout.Bands BandsOf(Image image) => new(image.Bands, HasAlpha(image), image.Interpretation == Enums.Interpretation.Cmyk);

    /// <summary>Refuses an image that is larger than <see cref="MaxPixels"/>.</summary>
    internal static void CheckSize(int width, int height, int bands, string name)
    {
        var weight = (double)width * height * Math.Max(bands, 4) / 4;
        if (weight > MaxPixels)
        {
            throw new UnreadableImageException(name, $"its header says {width} x {height} pixels of {bands} band(s); " +
                $"the limit is {MaxPixels:N0} pixels. If the file is genuine, raise ImageDecoder.MaxPixels or set {MaxPixelsVariable}.");
        }
        if ((double)width * height * bands > Array.MaxLength) throw new UnreadableImageException(name, $"its {width} x {height} x {bands} values are more than 2^31.");
    }

    private static void CheckHeader(Image image, string name)
    {
        CheckSize(image.Width, image.Height, image.Bands, name);
        if (image.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort))
            throw new UnreadableImageException(name, $"its values are of the type '{image.Format}'; unsigned values of 8 or 16 bits are read. Convert it first.");
    }

    private static void CheckDestination(DecodeSettings settings, ReadOnlySpan<byte> destination)
    {
        settings.Validate();
        if (destination.Length != settings.RowBytes)
            throw new ArgumentException($"The destination must have {settings.RowBytes} bytes. Received: {destination.Length}.", nameof(destination));
    }

    // libvips gathers the messages of all threads in one buffer, so that its text may speak of another file: it is kept inside only.
    private static UnreadableImageException Damaged(string name, ImageFormat format, VipsException error) =>
        new(name, $"its {format.Name()} data are damaged or end too early.", error);

    // libvips takes every band beyond grey for alpha, in satellite images as well: only grey with one more and colours with one more are.
    private static bool HasAlpha(Image image) => image.Bands switch
    {
        2 => image.Interpretation is Enums.Interpretation.Bw or Enums.Interpretation.Grey16,
        4 => image.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Rgb16,
        _ => false,
    };

    private static int BitsOf(Image image) => image.Format switch
    {
        Enums.BandFormat.Uchar or Enums.BandFormat.Char => 8,
        Enums.BandFormat.Ushort or Enums.BandFormat.Short => 16,
        Enums.BandFormat.Double or Enums.BandFormat.Complex => 64,
        _ => 32,
    };
}
