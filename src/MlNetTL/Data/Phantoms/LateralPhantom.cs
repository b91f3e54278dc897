using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>A chest seen from the side, facing left: sternum, heart in front, lungs over one another, spine behind.</summary>
internal sealed class LateralPhantom : IPhantomView
{
    private readonly PhantomAnatomy _anatomy;
    private readonly bool _fluid;
    private readonly float _heartHalfWidth, _heartX, _floor;
    private readonly SmoothNoise _vessels;

    public LateralPhantom(PhantomAnatomy anatomy, PhantomSigns signs, ref RowRandom random)
    {
        _anatomy = anatomy;
        _fluid = signs.PleuralEffusion;
        _heartHalfWidth = (float)(signs.Cardiomegaly ? random.NextDouble(0.33, 0.42) : random.NextDouble(0.20, 0.27));
        _heartX = -0.28f + 0.3f * (_heartHalfWidth - 0.25f);
        _floor = anatomy.DiaphragmRight + (float)random.NextDouble(-0.06, 0.06);
        _vessels = new SmoothNoise(ref random, 24);
    }

    public (float X, float Y) PlaceInLung(ref RowRandom random) => ((float)random.NextDouble(-0.1, 0.28), (float)random.NextDouble(-0.4, 0.1));

    private float LungAt(float x, float y)
    {
        var wide = ChestAt(y);
        if (wide <= 0) return 0;
        var (front, back) = (-0.62f * wide, 0.58f * wide);
        var s = Math.Clamp((x - front) / Math.Max(0.05f, back - front), 0, 1);
        // The diaphragm falls to a sharp angle behind; fluid fills it and climbs.
        var floor = _fluid ? _floor - 0.05f - 0.30f * s * s * s : _floor - 0.20f + 0.35f * s * s;
        return PhantomShape.Inside(x - front, 0.03f) * PhantomShape.Inside(back - x, 0.03f) * PhantomShape.Inside(floor - y, 0.02f);
    }

    private static float ChestAt(float y)
    {
        var t = y < 0.15f ? (y - 0.15f) / 0.95f : 0.3f * (y - 0.15f);
        return MathF.Sqrt(Math.Max(0, 1 - t * t));
    }

    public (float Density, float Lung) At(float x, float y)
    {
        var half = 0.50f + 0.34f * PhantomShape.Inside(y + 0.75f, 0.3f);
        var body = PhantomShape.Inside(half - Math.Abs(x), 0.05f);
        if (body <= 0) return (0, 0);
        var lung = LungAt(x, y);
        var density = _anatomy.SoftTissue * body - 0.8f * _anatomy.LungDepth * lung;
        density += lung * _anatomy.Vessels * 1.3f * Math.Max(0, 0.5f - Math.Abs(_vessels.At(x, y)));
        var (u, v) = ((x - _heartX) / _heartHalfWidth, (y - 0.28f) / _anatomy.HeartHeight);
        density += 0.24f * _anatomy.HeartDensity * (0.25f + 0.75f * lung) * PhantomShape.Inside((1 - MathF.Sqrt(u * u + v * v)) * _heartHalfWidth, 0.04f);
        var spine = x - 0.52f - 0.08f * MathF.Cos(2 * y);
        density += PhantomShape.Inside(0.09f - Math.Abs(spine), 0.03f) * (0.16f + 0.05f * MathF.Cos(y * 36));
        var rib = (y - 0.5f * x) / _anatomy.RibSpacing + _anatomy.RibPhase;
        rib = Math.Abs(rib - MathF.Floor(rib) - 0.5f);
        density += 0.5f * _anatomy.RibDensity * PhantomShape.Inside(0.2f - rib, 0.06f)
            * PhantomShape.Inside(0.64f * ChestAt(y) - Math.Abs(x), 0.03f) * PhantomShape.Inside(0.55f - y, 0.15f);
        return (density, lung);
    }
}
