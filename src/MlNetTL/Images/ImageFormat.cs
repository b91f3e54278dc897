namespace MlNetTL.Images;

/// <summary>The formats that are read. Others that the native library knows (SVG, PDF, text matrices, …) run delegates or parse languages and are
/// refused.</summary>
internal enum ImageFormat
{
    Jpeg,
    Png,
    Tiff,
    WebP,
    Gif,
    Dicom,
}

/// <summary>Tells a file's format by its first bytes, never by its name.</summary>
internal static class ImageFormats
{
    /// <summary>Bytes that <see cref="Sniff"/> wants to see.</summary>
    public const int HeaderBytes = 132;

    /// <summary>The format that these first bytes belong to.</summary>
    public static ImageFormat? Sniff(ReadOnlySpan<byte> header) => header switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageFormat.Png,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => ImageFormat.Tiff,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.WebP,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => ImageFormat.Gif,
        _ => IsDicom(header) ? ImageFormat.Dicom : null,
    };

    // Files of the archives before 1993, and of some devices, have no preamble: they begin with the file's own group or with the eighth, in one of the few elements
    // that can come first.
    private static bool IsDicom(ReadOnlySpan<byte> header) =>
        (header.Length >= 132 && header.Slice(128, 4).SequenceEqual("DICM"u8))
        || header is [2, 0, 0 or 1, 0, (byte)'U' or (byte)'O', (byte)'L' or (byte)'B', ..]
            or [8, 0, 0, 0, (byte)'U', (byte)'L', 4, 0, ..] or [8, 0, 0, 0, 4, 0, 0, 0, ..]
            or [8, 0, 5, 0, (byte)'C', (byte)'S', ..] or [8, 0, 8, 0, (byte)'C', (byte)'S', ..] or [8, 0, 0x16, 0, (byte)'U', (byte)'I', ..]
            or [8, 0, 5, 0, < 64, 0, 0, 0, (byte)'I', (byte)'S', (byte)'O', ..] or [8, 0, 0x16, 0, < 65, 0, 0, 0, (byte)'1', (byte)'.', (byte)'2', ..];

    /// <summary>The format that these first bytes belong to, which is one of those that are read.</summary>
    /// <exception cref="UnreadableImageException">It is not, or there are no bytes.</exception>
    public static ImageFormat Of(ReadOnlySpan<byte> header, string name)
    {
        if (header.IsEmpty) throw new UnreadableImageException(name, "the file is empty.");
        return Sniff(header) ?? throw new UnreadableImageException(name, Refusal(header));
    }

    /// <summary>The reason for a file whose format is not read.</summary>
    public static string Refusal(ReadOnlySpan<byte> header)
    {
        var shown = string.Join(" ", header[..Math.Min(header.Length, 8)].ToArray().Select(b => b.ToString("X2")));
        return $"it is not a JPEG, PNG, TIFF, WebP, GIF or DICOM file. Its first bytes are {shown}.";
    }

    /// <summary>The format as people write it.</summary>
    public static string Name(this ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "JPEG",
        ImageFormat.Png => "PNG",
        ImageFormat.Tiff => "TIFF",
        ImageFormat.WebP => "WebP",
        ImageFormat.Dicom => "DICOM",
        _ => "GIF",
    };
}
