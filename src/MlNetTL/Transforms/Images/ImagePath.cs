using MlNetTL.Images;

namespace MlNetTL.Transforms;

/// <summary>Makes full paths of what data say.</summary>
internal static class ImagePath
{
    /// <summary>The full path of an image; of one that is made of several files, the full path of each.</summary>
    /// <param name="path">As the data have it.</param>
    /// <param name="folder">Where relative paths start, and what no path may leave; null: paths are taken as they are.</param>
    /// <exception cref="UnreadableImageException">The path is empty or leaves the folder.</exception>
    public static string Resolve(string path, string? folder)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UnreadableImageException(path, "the row has no path.");
        return BandFiles.Map(path, file => ResolveFile(path, file, folder));
    }

    private static string ResolveFile(string path, string file, string? folder)
    {
        if (string.IsNullOrWhiteSpace(file)) throw new UnreadableImageException(path, $"a file is missing before, after or between its '{BandFiles.Separator}'.");
        if (folder is null) return Path.GetFullPath(file);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var full = Path.GetFullPath(file, root);
        return full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new UnreadableImageException(path, $"it leaves the image folder '{root}'. Correct the path, or name a folder that holds all images.");
    }
}
