namespace MlNetTL.Images;

/// <summary>Finds the two stains of an image and brings them to those of a reference (Macenko et al., 'A method for normalizing histology slides for quantitative
/// analysis', ISBI 2009).</summary>
/// <remarks>
/// Optical density is -ln((value + 1) / 240), as in Veta's implementation. Pixels of which all three densities are at least 0.15 are tissue; the plane of their two
/// largest eigenvectors holds the stains, which are the 1st and 99th percentile of the angles in it, hematoxylin being the one that takes more red.
/// </remarks>
internal static class StainSeparation
{
    private const double White = 240, LeastDensity = 0.15, Tail = 1, LeastTissue = 0.01;
    private const int LeastPixels = 30;

    private static readonly double[] s_density = [.. Enumerable.Range(0, 256).Select(value => -Math.Log((value + 1) / White))];

    /// <summary>The stains of some pixels; null where there is too little tissue, or of one colour only.</summary>
    /// <param name="red">The red values.</param>
    /// <param name="green">The green values.</param>
    /// <param name="blue">The blue values.</param>
    public static StainReference? Find(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue)
    {
        var tissue = new List<(double R, double G, double B)>();
        for (var i = 0; i < red.Length; i++)
        {
            var (r, g, b) = (s_density[red[i]], s_density[green[i]], s_density[blue[i]]);
            if (r >= LeastDensity && g >= LeastDensity && b >= LeastDensity) tissue.Add((r, g, b));
        }
        if (tissue.Count < Math.Max(LeastPixels, LeastTissue * red.Length)) return null;
        var (first, second) = SymmetricEigenvectors.LargestTwo(Covariance(tissue));
        if (first[0] + first[1] + first[2] < 0) first = [-first[0], -first[1], -first[2]];
        var angles = tissue.Select(p => Math.Atan2(Dot(p, second), Dot(p, first))).Order().ToArray();
        var (low, high) = (Stain(first, second, Percentile(angles, Tail)), Stain(first, second, Percentile(angles, 100 - Tail)));
        var (hematoxylin, eosin) = low[0] > high[0] ? (low, high) : (high, low);
        if (Unmixing.Of(hematoxylin, eosin) is not { } unmixing) return null;
        var (h, e) = (new double[red.Length], new double[red.Length]);
        for (var i = 0; i < h.Length; i++) (h[i], e[i]) = unmixing.Concentrations(s_density[red[i]], s_density[green[i]], s_density[blue[i]]);
        Array.Sort(h);
        Array.Sort(e);
        var found = new StainReference(hematoxylin, eosin, Percentile(h, 100 - Tail), Percentile(e, 100 - Tail));
        return found.Problems().Any() ? null : found;
    }

    /// <summary>Replaces the stains of an image. An image without two stains stays as it is.</summary>
    /// <param name="planes">Red, green and blue, one after the other; changed in place.</param>
    /// <param name="target">What the stains become.</param>
    /// <returns>Whether stains were found.</returns>
    public static bool Normalize(Span<byte> planes, StainReference target)
    {
        var size = planes.Length / 3;
        var red = planes[..size];
        var green = planes.Slice(size, size);
        var blue = planes.Slice(2 * size, size);
        if (Find(red, green, blue) is not { } own || Unmixing.Of(own.Hematoxylin, own.Eosin) is not { } unmixing) return false;
        var (perHematoxylin, perEosin) = (target.MaximumHematoxylin / own.MaximumHematoxylin, target.MaximumEosin / own.MaximumEosin);
        for (var i = 0; i < size; i++)
        {
            var (h, e) = unmixing.Concentrations(s_density[red[i]], s_density[green[i]], s_density[blue[i]]);
            (h, e) = (h * perHematoxylin, e * perEosin);
            red[i] = Value(h * target.Hematoxylin[0] + e * target.Eosin[0]);
            green[i] = Value(h * target.Hematoxylin[1] + e * target.Eosin[1]);
            blue[i] = Value(h * target.Hematoxylin[2] + e * target.Eosin[2]);
        }
        return true;
    }

    private static byte Value(double density) => (byte)Math.Round(Math.Min(White * Math.Exp(-density), byte.MaxValue));

    private static double[] Stain(double[] first, double[] second, double angle) =>
        [.. Enumerable.Range(0, 3).Select(i => first[i] * Math.Cos(angle) + second[i] * Math.Sin(angle))];

    private static double Dot((double R, double G, double B) pixel, double[] vector) => pixel.R * vector[0] + pixel.G * vector[1] + pixel.B * vector[2];

    private static double[,] Covariance(List<(double R, double G, double B)> pixels)
    {
        var (r, g, b) = (pixels.Average(p => p.R), pixels.Average(p => p.G), pixels.Average(p => p.B));
        var sums = new double[3, 3];
        Span<double> from = stackalloc double[3];
        foreach (var pixel in pixels)
        {
            (from[0], from[1], from[2]) = (pixel.R - r, pixel.G - g, pixel.B - b);
            for (var i = 0; i < 3; i++)
                for (var j = 0; j < 3; j++) sums[i, j] += from[i] * from[j];
        }
        return sums;
    }

    private static double Percentile(double[] sorted, double percent)
    {
        var rank = percent / 100 * (sorted.Length - 1);
        var (below, above) = (sorted[(int)Math.Floor(rank)], sorted[(int)Math.Ceiling(rank)]);
        return below + (above - below) * (rank - Math.Floor(rank));
    }

    /// <summary>Least squares of three densities by two stains.</summary>
    private readonly record struct Unmixing(IReadOnlyList<double> H, IReadOnlyList<double> E, double HH, double HE, double EE)
    {
        public static Unmixing? Of(IReadOnlyList<double> h, IReadOnlyList<double> e)
        {
            double Product(IReadOnlyList<double> a, IReadOnlyList<double> b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
            var (hh, he, ee) = (Product(h, h), Product(h, e), Product(e, e));
            var determinant = hh * ee - he * he;
            return determinant > 1e-6 ? new(h, e, hh / determinant, he / determinant, ee / determinant) : null;
        }

        public (double H, double E) Concentrations(double red, double green, double blue)
        {
            var (h, e) = (H[0] * red + H[1] * green + H[2] * blue, E[0] * red + E[1] * green + E[2] * blue);
            return (EE * h - HE * e, HH * e - HE * h);
        }
    }
}
