namespace MlNetTL.Training.Mixing;

/// <summary>A box within an image, in pixels; it may be empty.</summary>
/// <param name="Top">Its first line.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Height">Its lines.</param>
/// <param name="Width">Its columns.</param>
internal readonly record struct CutBox(int Top, int Left, int Height, int Width)
{
    /// <summary>The box of CutMix (Yun et al. 2019, equation 2, with the roundings of the authors' code): each side is √(1 - share) of the image's, rounded down, laid half to each side of the centre.</summary>
    /// <param name="height">The image's height.</param>
    /// <param name="width">The image's width.</param>
    /// <param name="share">The share that the image keeps, before the box is cut at the border.</param>
    /// <param name="centreY">The line of the centre.</param>
    /// <param name="centreX">The column of the centre.</param>
    public static CutBox Of(int height, int width, double share, int centreY, int centreX)
    {
        var (top, bottom) = Span(height, share, centreY);
        var (left, right) = Span(width, share, centreX);
        return new(top, left, bottom - top, right - left);
    }

    private static (int From, int To) Span(int length, double share, int centre)
    {
        var half = (int)(length * Math.Sqrt(1 - share)) / 2;
        return (Math.Max(centre - half, 0), Math.Min(centre + half, length));
    }
}
