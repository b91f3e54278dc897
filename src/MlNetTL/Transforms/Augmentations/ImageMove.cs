namespace MlNetTL.Transforms;

/// <summary>
/// Where each pixel of the new image is taken from: (x, y) ↦ (A x + B y + C, D x + E y + F), in pixels from the image's centre, x to the right and y down.
/// </summary>
internal readonly record struct ImageMove(double A, double B, double C, double D, double E, double F)
{
    public static ImageMove Identity { get; } = new(1, 0, 0, 0, 1, 0);

    /// <summary>A turn, counter-clockwise for positive angles as in torchvision.</summary>
    public static ImageMove Rotation(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new(cos, -sin, 0, sin, cos, 0);
    }

    /// <summary>Turned (clockwise, as torchvision's affine does and its rotate does not), scaled, sheared along x and shifted, about the centre: the inverse of
    /// T(x, y) R(degrees) S(scale) [1, -tan shear; 0, 1], as torchvision's _get_inverse_affine_matrix has it.</summary>
    public static ImageMove Affine(double degrees, double x, double y, double scale, double shear)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var tan = Math.Tan(shear * Math.PI / 180);
        var (a, b, d, e) = ((cos - sin * tan) / scale, (sin + cos * tan) / scale, -sin / scale, cos / scale);
        return new(a, b, -a * x - b * y, d, e, -d * x - e * y);
    }

    /// <summary>Whether pixels only change places: nothing, or mirrors.</summary>
    public bool IsExact => this is { A: 1 or -1, B: 0, C: 0, D: 0, E: 1 or -1, F: 0 };

    /// <summary>This change, then another one. (A pixel of the last image is looked up in the one before, that in the first.)</summary>
    public ImageMove Then(ImageMove next) => new(
        A * next.A + B * next.D, A * next.B + B * next.E, A * next.C + B * next.F + C,
        D * next.A + E * next.D, D * next.B + E * next.E, D * next.C + E * next.F + F);

    /// <summary>The six numbers that <c>affine_grid</c> takes, whose coordinates run from -1 to 1 over the whole width and height.</summary>
    public float[] Theta(int height, int width) =>
        [(float)A, (float)(B * height / width), (float)(2 * C / width), (float)(D * width / height), (float)E, (float)(2 * F / height)];
}
