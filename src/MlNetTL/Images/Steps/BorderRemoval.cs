namespace MlNetTL.Images;

/// <summary>Cuts off frames and letterboxes: lines at the edge that are of one shade.</summary>
/// <param name="Tolerance">How far from its line's median a pixel of a frame may lie, as a share of the full range, 0 to 0.5.</param>
/// <param name="Share">The share of a line's pixels that must lie so near, above 0.5 to 1: the rest may be specks or lettering.</param>
/// <remarks>
/// Top, bottom, left and right in turn, until none of the outermost lines is a frame any more; of several channels each must be of one shade. Shades of different
/// lines may differ. Where fewer than 16 rows or columns would be left (an image of one shade throughout) the image stays as it is.
/// </remarks>
public sealed record BorderRemoval(double Tolerance = 0.04, double Share = 0.99) : ImageStep
{
    private const int LeastSide = 16;

    internal override bool MovesPixels => true;

    internal override IEnumerable<string> Problems()
    {
        if (Tolerance is not (>= 0 and <= 0.5)) yield return $"The Tolerance of BorderRemoval must be 0 to 0.5. Received: {Tolerance}.";
        if (Share is not (> 0.5 and <= 1)) yield return $"The Share of BorderRemoval must be above 0.5 and at most 1. Received: {Share}.";
    }

    internal override Raster Apply(Raster image)
    {
        var (top, left, bottom, right) = (0, 0, image.Height, image.Width);
        for (var before = -1; before != top + left - bottom - right && bottom - top >= LeastSide && right - left >= LeastSide;)
        {
            before = top + left - bottom - right;
            while (top < bottom && IsFrame(image, top, left, isRow: true, right - left)) top++;
            while (top < bottom && IsFrame(image, bottom - 1, left, isRow: true, right - left)) bottom--;
            while (left < right && IsFrame(image, top, left, isRow: false, bottom - top)) left++;
            while (left < right && IsFrame(image, top, right - 1, isRow: false, bottom - top)) right--;
        }
        var isWhole = top == 0 && left == 0 && bottom == image.Height && right == image.Width;
        return isWhole || bottom - top < LeastSide || right - left < LeastSide ? image : image.Cut(top, left, bottom - top, right - left);
    }

    private bool IsFrame(Raster image, int top, int left, bool isRow, int length)
    {
        var line = new ushort[length];
        var step = (isRow ? 1 : image.Width) * image.Channels;
        for (var channel = 0; channel < image.Channels; channel++)
        {
            for (int i = 0, from = (top * image.Width + left) * image.Channels + channel; i < length; i++, from += step) line[i] = image.Values[from];
            if (!IsOfOneShade(line, Tolerance * image.Maximum)) return false;
        }
        return length > 0;
    }

    private bool IsOfOneShade(ushort[] line, double tolerance)
    {
        Array.Sort(line);
        var median = line.Length == 0 ? 0 : line[(line.Length - 1) / 2];
        return line.Count(value => Math.Abs(value - median) <= tolerance) >= Share * line.Length;
    }
}
