using MlNetTL.Images;

namespace MlNetTL.Cli.Runs;

/// <summary>How large the images are as they were taken, before anything is resized.</summary>
internal static class SourceSize
{
    // Enough that a median is sure; headers of more would take minutes on a slow disk.
    private const int MostFiles = 200;

    /// <summary>The height and width, in pixels, of the image of middle area among up to 200 files, evenly spaced, of which the headers alone are read; null where none can be read.</summary>
    /// <param name="paths">The paths of the images, with regions and bands as data sets have them.</param>
    public static (int Height, int Width)? MedianOf(IReadOnlyList<string> paths)
    {
        var count = Math.Min(MostFiles, paths.Count);
        var sizes = Enumerable.Range(0, count).Select(place => Of(paths[(int)((long)place * paths.Count / count)])).OfType<(int Height, int Width)>()
            .OrderBy(size => (long)size.Height * size.Width).ToList();
        return sizes.Count == 0 ? null : sizes[sizes.Count / 2];
    }

    // What cannot be read is named when it is decoded.
    private static (int Height, int Width)? Of(string path)
    {
        try
        {
            var (file, region) = ImageRegion.Split(BandFiles.Split(path)[0]);
            if (region is { } cut) return (cut.Height, cut.Width);
            var header = ImageDecoder.Probe(file);
            return (header.Height, header.Width);
        }
        catch (UnreadableImageException)
        {
            return null;
        }
    }
}
