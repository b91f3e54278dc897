namespace MlNetTL.Images;

/// <summary>Where the scaled image comes to lie on the output: the scaled size, the window of it that is kept, and the window's place.</summary>
/// <param name="ScaledHeight">Rows of the whole scaled image.</param>
/// <param name="ScaledWidth">Columns of the whole scaled image.</param>
/// <param name="FromRow">The first row that is kept.</param>
/// <param name="FromColumn">The first column that is kept.</param>
/// <param name="Rows">Rows that are kept.</param>
/// <param name="Columns">Columns that are kept.</param>
/// <param name="Top">The output row on which the kept part begins.</param>
/// <param name="Left">The output column on which the kept part begins.</param>
internal readonly record struct Placement(int ScaledHeight, int ScaledWidth, int FromRow, int FromColumn, int Rows, int Columns, int Top, int Left)
{
    /// <summary>The placement of an image of this size under these settings.</summary>
    public static Placement Of(int height, int width, DecodeSettings settings)
    {
        var (toHeight, toWidth) = (settings.Height, settings.Width);
        switch (settings.Resize)
        {
            case ResizeMode.Crop:
                // torchvision's Resize (the other side truncated) followed by CenterCrop (the offset rounded half to even).
                var coversByWidth = (long)toWidth * height >= (long)toHeight * width;
                var scaledHeight = coversByWidth ? (int)((long)height * toWidth / width) : toHeight;
                var scaledWidth = coversByWidth ? toWidth : (int)((long)width * toHeight / height);
                return new(scaledHeight, scaledWidth, HalfOf(scaledHeight - toHeight), HalfOf(scaledWidth - toWidth), toHeight, toWidth, 0, 0);
            case ResizeMode.Pad:
                // As Pillow's ImageOps.pad does: both the other side and the offset are rounded.
                var fitsByWidth = (long)toWidth * height <= (long)toHeight * width;
                var rows = fitsByWidth ? Math.Clamp((int)Math.Round((double)height / width * toWidth), 1, toHeight) : toHeight;
                var columns = fitsByWidth ? toWidth : Math.Clamp((int)Math.Round((double)width / height * toHeight), 1, toWidth);
                return new(rows, columns, 0, 0, rows, columns, HalfOf(toHeight - rows), HalfOf(toWidth - columns));
            default:
                return new(toHeight, toWidth, 0, 0, toHeight, toWidth, 0, 0);
        }
    }

    private static int HalfOf(int rest) => (int)Math.Round(rest / 2.0);
}
