namespace MlNetTL.Images;

/// <summary>An image that is made of several files, such as a satellite patch with one file for each band. Its path names them all, with '|' between:
/// <c>patch_B02.tif|patch_B03.tif</c>.</summary>
/// <remarks>Wherever a path of an image is read, such a path may stand. Each file is brought to the size asked for on its own, as bands of one patch differ in
/// resolution; their bands become the channels, in the order of the path. A file may end in a region (<see cref="ImageRegion"/>).</remarks>
public static class BandFiles
{
    /// <summary>What stands between two files of a path.</summary>
    public const char Separator = '|';

    /// <summary>The path of an image that is made of some files.</summary>
    /// <param name="files">The files, in the order of their bands.</param>
    /// <exception cref="ArgumentException">There are no files, or the name of one holds a '|' itself.</exception>
    public static string Join(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0) throw new ArgumentException("An image needs at least one file. Received none.", nameof(files));
        if (files.FirstOrDefault(file => file.Contains(Separator, StringComparison.Ordinal)) is { } wrong)
            throw new ArgumentException($"No file's name may hold '{Separator}', which stands between the files of an image. Received: '{wrong}'.", nameof(files));
        return string.Join(Separator, files);
    }

    /// <summary>The files of an image, in the order of its bands; one for most images.</summary>
    public static IReadOnlyList<string> Split(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Contains(Separator, StringComparison.Ordinal) ? path.Split(Separator) : [path];
    }

    /// <summary>The same image with each of its files put through a function.</summary>
    /// <remarks>Regions of files (<see cref="ImageRegion"/>) stay as they are.</remarks>
    internal static string Map(string path, Func<string, string> map) => string.Join(Separator, Split(path).Select(part => ImageRegion.Map(part, map)));

    /// <summary>The files of an image, without regions.</summary>
    internal static IEnumerable<string> FilesOf(string path) => Split(path).Select(ImageRegion.FileOf);

    /// <summary>The file that stands for the image where people read its name.</summary>
    internal static string First(string path) => Split(path)[0];

    /// <summary>The image for messages: ten paths in a row would hide what is wrong with it.</summary>
    internal static string Shown(string path) => Split(path) is { Count: > 1 } files ? $"{files[0]} and {files.Count - 1} more" : path;
}
