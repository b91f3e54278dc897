namespace MlNetTL.Transforms;

/// <summary>
/// Where each pixel of the new image is taken from: (x, y) ↦ (A x + B y + C, D x + E y + F), in pixels from the image's centre, x to the right and y down.
/// </summary>
internal readonly record struct ImageMove(double A, double B, double C, double D, double E, double F)
{
    public static ImageMove Identity { get; } = new(1, 0, 0, 0, 1, 0);

    /// <summary>Whether it may look beyond the image, where the fill is. A crop or a mirror never does: there the image's border is repeated.</summary>
    public bool Fills { get; init; }

    /// <summary>The columns of the new image that are looked up where the map says; null: all.</summary>
    public PlaceRange? Columns { get; init; }

    /// <summary>The rows of the new image that are looked up where the map says; null: all.</summary>
    public PlaceRange? Rows { get; init; }

    /// <summary>A part of the image, scaled to the size of the whole. As if the part were cut out first, its edge is repeated over the half pixel beyond the centres of its outermost pixels.</summary>
    /// <param name="x">From the image's centre to the part's, to the right.</param>
    /// <param name="y">The same, down.</param>
    /// <param name="shareX">The part's width over the image's, over 0 to 1.</param>
    /// <param name="shareY">The part's height over the image's, over 0 to 1.</param>
    /// <param name="height">The image's height.</param>
    /// <param name="width">Its width.</param>
    public static ImageMove Crop(double x, double y, double shareX, double shareY, int height, int width) =>
        new(shareX, 0, x, 0, shareY, y) { Columns = Centres(width, shareX), Rows = Centres(height, shareY) };

    /// <summary>A turn, counter-clockwise for positive angles as in torchvision.</summary>
    public static ImageMove Rotation(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new(cos, -sin, 0, sin, cos, 0) { Fills = true };
    }

    /// <summary>Turned (clockwise, as torchvision's affine does and its rotate does not), scaled, sheared along x and shifted, about the centre: the inverse of
    /// T(x, y) R(degrees) S(scale) [1, -tan shear; 0, 1], as torchvision's _get_inverse_affine_matrix has it.</summary>
    public static ImageMove Affine(double degrees, double x, double y, double scale, double shear)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var tan = Math.Tan(shear * Math.PI / 180);
        var (a, b, d, e) = ((cos - sin * tan) / scale, (sin + cos * tan) / scale, -sin / scale, cos / scale);
        return new(a, b, -a * x - b * y, d, e, -d * x - e * y) { Fills = true };
    }

    /// <summary>Whether pixels only change places: nothing, or mirrors.</summary>
    public bool IsExact => this is { A: 1 or -1, B: 0, C: 0, D: 0, E: 1 or -1, F: 0 };

    /// <summary>This change, then another one. (A pixel of the last image is looked up in the one before, that in the first.)</summary>
    /// <remarks>A crop's edge is repeated as long as only crops and mirrors follow. What turns it or moves it on shows what lies beside the part, down to the image's own border, where the fill
    /// begins: that is anatomy, and the fill is not.</remarks>
    public ImageMove Then(ImageMove next)
    {
        var map = new ImageMove(
            A * next.A + B * next.D, A * next.B + B * next.E, A * next.C + B * next.F + C,
            D * next.A + E * next.D, D * next.B + E * next.E, D * next.C + E * next.F + F);
        if (next.Fills) return map with { Fills = true };
        return map with { Fills = Fills, Columns = Columns?.SeenFrom(next.A, next.C, next.Columns) ?? next.Columns, Rows = Rows?.SeenFrom(next.E, next.F, next.Rows) ?? next.Rows };
    }

    /// <summary>What each column of the new image gives to the place it is looked up at: [width, 2], x and y, in <c>grid_sample</c>'s coordinates, which run from -1 to 1 over the whole width
    /// and height. The place is the sum of a column's and a row's.</summary>
    public IEnumerable<float> ColumnPlaces(int height, int width)
    {
        for (var i = 0; i < width; i++)
        {
            var x = i + 0.5 - width / 2.0;
            if (Columns is { } range) x = range.Nearest(x);
            yield return (float)(2 * A * x / width);
            yield return (float)(2 * D * x / height);
        }
    }

    /// <summary>What each row gives: [height, 2].</summary>
    public IEnumerable<float> RowPlaces(int height, int width)
    {
        for (var i = 0; i < height; i++)
        {
            var y = i + 0.5 - height / 2.0;
            if (Rows is { } range) y = range.Nearest(y);
            yield return (float)(2 * (B * y + C) / width);
            yield return (float)(2 * (E * y + F) / height);
        }
    }

    // Of a part narrower than a pixel, its centre alone.
    private static PlaceRange Centres(int size, double share)
    {
        var most = Math.Max(0, (size - 1 / share) / 2);
        return new(-most, most);
    }
}
