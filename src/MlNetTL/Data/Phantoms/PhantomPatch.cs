using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>A patch over a lung: blotchy where it is an opacity, smooth where it is a shadow without meaning.</summary>
internal readonly struct PhantomPatch
{
    private readonly float _x, _y, _radius, _stretch, _density;
    private readonly SmoothNoise _coarse, _fine;
    private readonly bool _isOpacity;

    public PhantomPatch(IPhantomView view, bool isOpacity, ref RowRandom random)
    {
        (_x, _y) = view.PlaceInLung(ref random);
        _radius = (float)random.NextDouble(0.24, 0.38);
        _stretch = (float)random.NextDouble(0.7, 1.4);
        _density = (float)random.NextDouble(0.12, 0.2);
        _isOpacity = isOpacity;
        _coarse = new SmoothNoise(ref random, 20);
        _fine = new SmoothNoise(ref random, 36);
    }

    /// <summary>What the patch adds to the density. An opacity and a shadow add the same on average: they differ in texture.</summary>
    public float At(float x, float y)
    {
        var (dx, dy) = ((x - _x) * _stretch, y - _y);
        var share = PhantomShape.Bump(dx * dx + dy * dy, _radius);
        if (share <= 0) return 0;
        if (!_isOpacity) return _density * share * 0.6f;
        // The second field is turned, so that the grids of the two do not show.
        var blotches = _coarse.At(x, y) + 0.8f * _fine.At(0.7f * (x - y), 0.7f * (x + y));
        return _density * MathF.Sqrt(share) * (0.45f + 1.25f * blotches);
    }
}
