using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>A chest seen from the front, as a map of how much it holds back of the rays.</summary>
internal sealed class FrontalPhantom : IPhantomView
{
    private readonly PhantomAnatomy _anatomy;
    private readonly PhantomLung _right, _left;
    private readonly float _heartX, _heartY, _heartHalfWidth, _heartHeight;
    private readonly SmoothNoise _vessels, _branches;
    private readonly PhantomHaze _haze;
    private readonly (float X, float Y, float Radius) _bubble;

    public FrontalPhantom(PhantomAnatomy anatomy, PhantomSigns signs, ref RowRandom random)
    {
        _anatomy = anatomy;
        // Fluid on the right, on the left or on both sides.
        var sides = signs.PleuralEffusion ? 1 + random.NextInt(3) : 0;
        _right = new PhantomLung(anatomy, anatomy.DiaphragmRight - 0.04f, (sides & 1) != 0, ref random);
        _left = new PhantomLung(anatomy, anatomy.DiaphragmLeft, (sides & 2) != 0, ref random);
        // The cardiothoracic ratio, heart over chest, counts as enlarged above one half.
        var ratio = (float)(signs.Cardiomegaly ? random.NextDouble(0.54, 0.64) : random.NextDouble(0.37, 0.45));
        _heartHalfWidth = ratio * anatomy.ThoraxHalfWidth;
        // A slim heart is a long one: it is the width that counts, not the area that it brightens.
        _heartHeight = anatomy.HeartHeight * (signs.Cardiomegaly ? 0.88f : 1.12f);
        _heartX = 0.30f * _heartHalfWidth;
        // The heart rests on the diaphragm.
        _heartY = anatomy.DiaphragmLeft - 0.28f + (float)random.NextDouble(-0.05, 0.05);
        _vessels = new SmoothNoise(ref random, 26);
        _branches = new SmoothNoise(ref random, 44);
        _haze = new PhantomHaze(ref random);
        _bubble = ((float)random.NextDouble(0.25, 0.45), 0.72f + (float)random.NextDouble(0, 0.1), (float)random.NextDouble(0.05, 0.16));
    }

    private float LungAt(float x, float y) => x < 0 ? _right.At(-x, y) : _left.At(x, y);

    public (float X, float Y) PlaceInLung(ref RowRandom random)
    {
        var side = random.NextDouble() < 0.5 ? -1 : 1;
        return (side * (float)random.NextDouble(0.34, 0.58), (float)random.NextDouble(-0.45, 0.25));
    }

    public (float Density, float Lung) At(float x, float y)
    {
        var body = BodyAt(x, y);
        if (body <= 0) return (0, 0);
        var side = Math.Abs(x);
        var lung = LungAt(x, y);
        var density = _anatomy.SoftTissue * body - _anatomy.LungDepth * lung;
        density += lung * VesselsAt(x, y, side);
        density += (1 - 0.75f * lung) * MediastinumAt(y, side);
        density = Toward(density, _anatomy.HeartDensity * _anatomy.SoftTissue, 0.85f * HeartAt(x, y));
        density += BonesAt(x, y, side) + _haze.At(x, y);
        if (y > 0.5f)
        {
            var (dx, dy) = (x - _bubble.X, y - _bubble.Y);
            density -= 0.15f * (1 - lung) * PhantomShape.Bump(dx * dx + 2 * dy * dy, _bubble.Radius);
        }
        return (density, lung);
    }

    // What lies in a denser organ is hidden by it; what is denser shines through.
    private static float Toward(float density, float organ, float share) => density + share * Math.Max(-0.3f * (density - organ), organ - density);

    private static float BodyAt(float x, float y)
    {
        var shoulder = Math.Clamp((y + 1.08f) / 0.5f, 0, 1);
        var half = 0.24f + 0.80f * shoulder * shoulder * (3 - 2 * shoulder);
        var t = x / half;
        return t * t >= 1 ? 0 : PhantomShape.Inside(half - Math.Abs(x), 0.05f) * (0.7f + 0.3f * MathF.Sqrt(1 - t * t));
    }

    private float HeartAt(float x, float y)
    {
        // Wider below than above, and leaning to the patient's left.
        var v = (y - _heartY) / _heartHeight;
        var u = (x - _heartX - 0.05f * v) / (_heartHalfWidth * (1 + 0.12f * v));
        return PhantomShape.Inside((1 - MathF.Sqrt(u * u + v * v)) * _heartHalfWidth, 0.03f);
    }

    private static float MediastinumAt(float y, float side)
    {
        var spine = PhantomShape.Inside(0.075f - side, 0.03f) * (0.10f + 0.025f * MathF.Cos(y * 42));
        var trachea = 0.13f * PhantomShape.Inside(0.04f - side, 0.02f) * PhantomShape.Inside(-0.2f - y, 0.06f);
        return 0.12f + spine - trachea;
    }

    private float VesselsAt(float x, float y, float side)
    {
        // Ridges of noise over (half-angle, distance) seen from the root of the lung run outward and fork, as vessels do.
        var (dx, dy) = (side - 0.16f, y + 0.02f);
        var distance = MathF.Sqrt(dx * dx + dy * dy) + 1e-3f;
        var turn = dy / (distance + Math.Abs(dx) + 0.05f) * (x < 0 ? 0.95f : -0.95f);
        var ridge = Math.Max(0, 0.4f - Math.Abs(_vessels.At(turn, distance * 0.45f - 0.3f))) + Math.Max(0, 0.35f - Math.Abs(_branches.At(turn, distance * 0.35f - 0.3f)));
        return _anatomy.Vessels * (0.5f + 1.6f * PhantomShape.Bump(distance * distance, 0.7f)) * ridge + 0.08f * PhantomShape.Bump(distance * distance, 0.2f);
    }

    private float BonesAt(float x, float y, float side)
    {
        var width = _anatomy.ThoraxHalfWidth * PhantomLung.WallAt(y);
        var bones = 0f;
        if (side < width + 0.03f && y > -0.85f && y < 0.75f)
        {
            var t = side / _anatomy.ThoraxHalfWidth;
            // Behind, a rib falls slowly and then steeply to the side; in front, it rises towards the side.
            var behind = (y - _anatomy.RibSlope * t * t * 0.6f + 0.1f * t) / _anatomy.RibSpacing + _anatomy.RibPhase;
            var inFront = (y + _anatomy.RibSlope * (t - 0.5f)) / _anatomy.RibSpacing + 0.4f;
            bones += _anatomy.RibDensity * RibProfile(behind) + 0.4f * _anatomy.RibDensity * RibProfile(inFront);
            bones *= PhantomShape.Inside(side - 0.1f, 0.05f) * PhantomShape.Inside(width + 0.01f - side, 0.02f) * PhantomShape.Inside(0.55f - y, 0.15f);
        }
        var clavicle = y + 0.66f + 0.16f * (side - 0.15f) - 0.05f * MathF.Sin(side * 7);
        if (side is > 0.08f and < 0.85f) bones += 0.13f * PhantomShape.Bump(clavicle * clavicle, 0.05f);
        return bones;
    }

    // A band a little narrower than the gap, with denser borders, as cortical bone has.
    private static float RibProfile(float phase)
    {
        var p = Math.Abs(phase - MathF.Floor(phase) - 0.5f);
        return PhantomShape.Inside(0.2f - p, 0.06f) * (0.65f + 4 * p * p / 0.16f * 0.35f);
    }
}
