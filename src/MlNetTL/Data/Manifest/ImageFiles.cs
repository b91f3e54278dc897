using MlNetTL.Images;

namespace MlNetTL.Data;

/// <summary>The images of a folder.</summary>
internal static class ImageFiles
{
    /// <summary>The endings of the names of image files.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".webp", Dicom];

    /// <summary>The ending of DICOM files, where they have one.</summary>
    public const string Dicom = ".dcm";

    /// <summary>Whether the first bytes of a file are DICOM's.</summary>
    public static bool HasDicomBytes(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            Span<byte> header = stackalloc byte[ImageFormats.HeaderBytes];
            return ImageFormats.Sniff(header[..RandomAccess.Read(handle, header, 0)]) == ImageFormat.Dicom;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a file is an image by its name, or by its first bytes where it has none to go by. Hidden files are not: some systems leave one beside each
    /// image.</summary>
    /// <remarks>Archives hand out DICOM files without an ending, or named by a UID, whose last number looks like one. Only these are opened.</remarks>
    public static bool IsImage(string file)
    {
        var (name, ending) = (Path.GetFileName(file), Path.GetExtension(file));
        if (name.StartsWith('.')) return false;
        return Endings.Contains(ending, StringComparer.OrdinalIgnoreCase)
            || (ending.Skip(1).All(char.IsAsciiDigit) && !name.Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase) && HasDicomBytes(file));
    }

    /// <summary>The full paths of all images in a folder and its folders, in ordinal order, so that every machine lists them alike.</summary>
    public static string[] In(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full))
            throw new DirectoryNotFoundException($"The folder of the images must exist. Looked for {full}. Either give another folder, or a CSV of paths to LoadImageManifest.");
        var files = Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            .Where(IsImage).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files
            : throw new FileNotFoundException($"The folder must hold at least one image ({string.Join(", ", Endings)}). "
                + $"Looked in {full} and its folders. Either give another folder, or rename the files to end as their format does.");
    }
}
