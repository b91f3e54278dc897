using MlNetTL.Images;

namespace MlNetTL.Data;

/// <summary>Names images by their paths from a folder, with '/', so that a split is the same wherever the data lie.</summary>
internal static class ImageNames
{
    /// <summary>The name of an image, or of each file of one that has several.</summary>
    public static string Of(string path, string folder) =>
        BandFiles.Map(path, file => Path.GetRelativePath(folder, file).Replace('\\', '/'));

    /// <summary>The deepest folder that all files lie in.</summary>
    public static string CommonFolder(IEnumerable<string> paths)
    {
        var common = "";
        foreach (var folder in paths.Select(path => Path.GetDirectoryName(BandFiles.First(path)) ?? "").Distinct())
        {
            if (common.Length == 0) common = folder;
            while (common.Length > 1 && folder != common && !folder.StartsWith(common + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                common = Path.GetDirectoryName(common) ?? "/";
        }
        return common.Length == 0 ? "." : common;
    }
}
