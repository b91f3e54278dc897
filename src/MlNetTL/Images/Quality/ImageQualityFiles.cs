namespace MlNetTL.Images;

/// <summary>Measures image files on all cores.</summary>
internal static class ImageQualityFiles
{
    /// <summary>The side, in pixels, that images are brought to unless another is asked for: small enough to be quick, large enough to tell sharp from blurred.</summary>
    public const int Side = 512;

    /// <summary>The figures of each file; null for one that cannot be read, which is another step's business.</summary>
    /// <param name="files">Full paths.</param>
    /// <param name="channels">1 measures the luma of grey and colour images; other files need the number of their bands.</param>
    /// <param name="side">Images are stretched to so many rows and columns.</param>
    /// <param name="check">Is called before each image and may throw.</param>
    public static ImageQuality?[] Measure(IReadOnlyList<string> files, int channels, int side, Action check)
    {
        var settings = new DecodeSettings(side, side, channels);
        settings.Validate();
        var layout = new ImageLayout(channels, side, side);
        var figures = new ImageQuality?[files.Count];
        Parallel.For(0, files.Count, () => new byte[settings.RowBytes], (i, _, pixels) =>
        {
            check();
            try
            {
                ImageDecoder.DecodeFile(files[i], settings, pixels);
                figures[i] = ImageQuality.Of(pixels, layout);
            }
            catch (UnreadableImageException)
            {
                figures[i] = null;
            }
            return pixels;
        }, _ => { });
        return figures;
    }
}
