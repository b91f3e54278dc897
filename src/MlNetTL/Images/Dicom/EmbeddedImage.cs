using System.Runtime.InteropServices;
using NetVips;

namespace MlNetTL.Images;

/// <summary>Decodes a JPEG or JPEG 2000 that a DICOM file holds.</summary>
internal static class EmbeddedImage
{
    // Adobe's marker with the transform 0: the three components are red, green and blue. Without a word on it decoders take them for YCbCr.
    private static readonly byte[] s_isRgb = [0xFF, 0xEE, 0, 14, (byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'e', 0, 100, 0, 0, 0, 0, 0];

    /// <summary>The values, colours as red, green and blue.</summary>
    public static ushort[] Decode(byte[] code, DicomImage image, DicomCompression compression)
    {
        var isJpeg = compression == DicomCompression.Jpeg;
        if (isJpeg && BitsOf(code) is { } bits and not 8)
            throw new UnreadableImageException(image.Name, $"its pixels are a JPEG of {bits} bits, which is not read. Decompress it first, with dcmdjpeg for example.");
        if (isJpeg && image.Photometric == "RGB" && !SaysItsColours(code)) code = [.. code[..2], .. s_isRgb, .. code[2..]];
        VipsLoader.EnsureReady();
        try
        {
            using var source = Source.NewFromMemory(code);
            using var decoded = isJpeg ? VipsLoader.Open(source, ImageFormat.Jpeg, Enums.Access.Sequential)
                : Image.Jp2kloadSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
            if (decoded.Width != image.Width || decoded.Height != image.Height || decoded.Bands != image.Samples)
                throw image.File.Bytes.Damaged($"its header says {image.Width} x {image.Height} x {image.Samples}, its pixels are {decoded.Width} x {decoded.Height} x {decoded.Bands}");
            return Values(decoded);
        }
        catch (VipsException error)
        {
            throw new UnreadableImageException(image.Name, $"its {image.File.Transfer.Name} pixels are damaged or end too early, or this libvips does not read them.", error);
        }
    }

    private static ushort[] Values(Image decoded)
    {
        // Signed values keep their bits: the caller knows what they mean.
        using var wide = decoded.Format is Enums.BandFormat.Uchar or Enums.BandFormat.Ushort or Enums.BandFormat.Short ? null : decoded.Cast(Enums.BandFormat.Short);
        using var pixels = VipsPixels.Of(wide ?? decoded);
        return decoded.Format == Enums.BandFormat.Uchar ? [.. pixels.Bytes.ToArray().Select(value => (ushort)value)] : MemoryMarshal.Cast<byte, ushort>(pixels.Bytes).ToArray();
    }

    // The bits of a value, from the frame header.
    private static int? BitsOf(ReadOnlySpan<byte> code) => Segment(code, marker => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)) is var frame && frame.Length > 0 ? frame[0] : null;

    private static bool SaysItsColours(ReadOnlySpan<byte> code) =>
        Segment(code, marker => marker == 0xEE).StartsWith("Adobe"u8) || Segment(code, marker => marker == 0xE0).StartsWith("JFIF"u8);

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> code, Func<int, bool> isWanted)
    {
        for (var at = 2; at + 4 <= code.Length && code[at] == 0xFF;)
        {
            var length = code[at + 2] << 8 | code[at + 3];
            if (length < 2 || at + 2 + length > code.Length || code[at + 1] == 0xDA) break;
            if (isWanted(code[at + 1])) return code.Slice(at + 4, length - 2);
            at += 2 + length;
        }
        return [];
    }
}
