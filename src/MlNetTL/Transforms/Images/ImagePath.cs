using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Makes full paths of what data say.</summary>
internal static class ImagePath
{
    /// <summary>The full path of an image.</summary>
    /// <param name="path">As the data have it.</param>
    /// <param name="folder">Where relative paths start, and what no path may leave; null: paths are taken as they are.</param>
    /// <exception cref="UnreadableImageException">The path is empty or leaves the folder.</exception>
    public static string Resolve(string path, string? folder)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UnreadableImageException(path, "the row has no path.");
        if (folder is null) return Path.GetFullPath(path);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var full = Path.GetFullPath(path, root);
        return full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new UnreadableImageException(path, $"it leaves the image folder '{root}'. Correct the path, or name a folder that holds all images.");
    }
}
