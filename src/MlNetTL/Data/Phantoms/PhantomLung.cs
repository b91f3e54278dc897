using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>One lung as seen from the front: between mediastinum and chest wall, above the diaphragm or the fluid that hides it.</summary>
internal readonly struct PhantomLung
{
    private const float Apex = -0.80f, Widest = 0.30f;
    private readonly float _wall, _medial, _floor, _rise;
    private readonly bool _fluid;

    /// <summary>Draws the lung of one side. <paramref name="fluid"/>: the angle between diaphragm and wall is filled, with a meniscus.</summary>
    public PhantomLung(PhantomAnatomy anatomy, float floor, bool fluid, ref RowRandom random)
    {
        (_wall, _medial, _fluid) = (anatomy.ThoraxHalfWidth, anatomy.MediastinumHalfWidth, fluid);
        floor += (float)random.NextDouble(-0.10, 0.10);
        var dome = anatomy.DomeHeight * (float)random.NextDouble(0.55, 1.15);
        var meniscus = (float)random.NextDouble(0.20, 0.34);
        // The fluid's surface lies where the dome lies on average: only the shape tells them apart, not the brightness.
        _floor = fluid ? floor - MeanDome * dome + MeanMeniscus * meniscus : floor;
        _rise = fluid ? meniscus : dome;
    }

    // The means over t from 0 to 1 of the two curves of RiseAt.
    private const float MeanDome = 0.70f, MeanMeniscus = 0.39f;

    /// <summary>1 in the lung, 0 outside; <paramref name="x"/> is the distance from the middle of the body.</summary>
    public float At(float x, float y)
    {
        if (x < 0 || y < Apex) return 0;
        var wall = _wall * WallAt(y);
        var medial = _medial + 0.03f * PhantomShape.Bump((y + 0.05f) * (y + 0.05f), 0.3f);
        if (wall <= medial) return 0;
        var t = Math.Clamp((x - medial) / (wall - medial), 0, 1);
        var floor = _floor - _rise * RiseAt(t);
        return PhantomShape.Inside(wall - x, 0.02f) * PhantomShape.Inside(x - medial, 0.03f) * PhantomShape.Inside(floor - y, 0.018f);
    }

    /// <summary>The half-width of the chest at a height, as a share of its greatest.</summary>
    public static float WallAt(float y)
    {
        var fromWidest = y < Widest ? (y - Widest) / (Apex - Widest) : 0.25f * (y - Widest);
        return MathF.Sqrt(Math.Max(0, 1 - fromWidest * fromWidest));
    }

    // A diaphragm is highest in its inner half and falls to a sharp angle at the wall; fluid climbs the wall.
    private float RiseAt(float t)
    {
        if (_fluid) return 0.15f + 0.85f * t * t * MathF.Sqrt(t);
        var fromTop = t < 0.4f ? (0.4f - t) / 0.7f : (t - 0.4f) / 0.6f;
        return 1 - fromTop * fromTop;
    }
}
