using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>A thin dense line laid into the picture: a central line, a chest tube or the lead of a pacemaker.</summary>
internal static class PhantomDevice
{
    private const float Density = 0.38f, HalfWidth = 0.015f;

    /// <summary>Adds one device to a picture of <paramref name="size"/> by <paramref name="size"/> densities.</summary>
    public static void Add(Span<float> densities, int size, PhantomPose pose, ref RowRandom random)
    {
        var side = random.NextDouble() < 0.5 ? -1f : 1f;
        var kind = random.NextInt(3);
        var (start, bend, end) = kind switch
        {
            0 => ((side * 0.16f, -1.0f), (side * 0.20f, -0.45f), (0.06f, 0.05f)),
            1 => ((side * 0.85f, 0.35f), (side * 0.55f, 0.15f), (side * 0.40f, -0.40f)),
            _ => ((side * 0.50f, -0.52f), (side * 0.02f, -0.75f), (0.10f, 0.35f)),
        };
        Shake(ref start, ref random);
        Shake(ref bend, ref random);
        Shake(ref end, ref random);
        Line(densities, size, pose, start, bend, end);
        if (kind == 2) Line(densities, size, pose, (start.Item1 - 0.07f, start.Item2), (start.Item1, start.Item2 + 0.14f), (start.Item1 + 0.07f, start.Item2));
    }

    private static void Shake(ref (float X, float Y) point, ref RowRandom random) =>
        point = (point.X + (float)random.NextDouble(-0.07, 0.07), point.Y + (float)random.NextDouble(-0.08, 0.08));

    // A quadratic Bézier curve, stamped in steps finer than a pixel: the denser of old and new stamp counts, so that steps do not add up.
    private static void Line(Span<float> densities, int size, PhantomPose pose, (float X, float Y) start, (float X, float Y) bend, (float X, float Y) end)
    {
        var line = new Dictionary<int, float>();
        var steps = 3 * size;
        var radius = Math.Max(0.9f, HalfWidth * size / 2 * 1.6f);
        for (var i = 0; i <= steps; i++)
        {
            var t = (float)i / steps;
            var (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t);
            var (x, y) = pose.ImageAt(a * start.X + b * bend.X + c * end.X, a * start.Y + b * bend.Y + c * end.Y);
            Stamp(line, size, (x + 1) / 2 * size - 0.5f, (y + 1) / 2 * size - 0.5f, radius);
        }
        foreach (var (at, share) in line) densities[at] += Density * share;
    }

    private static void Stamp(Dictionary<int, float> line, int size, float x, float y, float radius)
    {
        for (var row = Math.Max(0, (int)(y - radius)); row <= Math.Min(size - 1, (int)(y + radius) + 1); row++)
            for (var column = Math.Max(0, (int)(x - radius)); column <= Math.Min(size - 1, (int)(x + radius) + 1); column++)
            {
                var distance = MathF.Sqrt((row - y) * (row - y) + (column - x) * (column - x));
                var share = PhantomShape.Inside(radius * 0.7f - distance, radius * 0.3f);
                if (share > line.GetValueOrDefault(row * size + column)) line[row * size + column] = share;
            }
    }
}
