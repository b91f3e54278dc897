namespace MlNetTL.Data;

/// <summary>The path of an image as a CSV gives it. It must stay within the folder of the images: a CSV from elsewhere must not make us read other files.</summary>
internal static class RelativePath
{
    /// <summary>What a reader tells a person whose CSV holds any other path.</summary>
    public const string Expected = "a path inside the folder of the images (relative, without '..')";

    /// <summary>True where a path is relative and never climbs.</summary>
    public static bool StaysInside(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty || path[0] is '/' or '\\' || path.ContainsAny(':', '\0')) return false;
        foreach (var part in path.SplitAny('/', '\\'))
            if (path[part] is "..") return false;
        return true;
    }
}
