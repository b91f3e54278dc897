namespace MlNetTL.Data;

/// <summary>The images of a folder.</summary>
internal static class ImageFiles
{
    /// <summary>The endings of the names of image files.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".webp"];

    /// <summary>Whether a file is an image by its name. Hidden files are not: some systems leave one beside each image.</summary>
    public static bool IsImage(string file) =>
        Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !Path.GetFileName(file).StartsWith('.');

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
