using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>Soft haze without meaning (fat, folds, scatter) over the heart and the bases of the lungs, lighter or darker by chance.</summary>
/// <remarks>It lies where an enlarged heart and fluid lie, so the brightness there tells little: their borders do.</remarks>
internal readonly struct PhantomHaze
{
    private readonly float _heart, _right, _left, _middleRight, _middleLeft;

    public PhantomHaze(ref RowRandom random)
    {
        _heart = Amount(ref random, 0.25);
        _right = Amount(ref random, 0.25);
        _left = Amount(ref random, 0.25);
        _middleRight = Amount(ref random, 0.25);
        _middleLeft = Amount(ref random, 0.25);
    }

    /// <summary>What the haze adds to the density at a place.</summary>
    public float At(float x, float y)
    {
        var low = y - 0.5f;
        if (y < -0.35f) return 0;
        return _heart * Spot(x - 0.12f, y - 0.36f, 0.62f)
            + _right * Spot(x + 0.62f, low, 0.5f) + _left * Spot(x - 0.62f, low, 0.5f)
            + _middleRight * Spot(x + 0.28f, low, 0.45f) + _middleLeft * Spot(x - 0.32f, low, 0.45f);
    }

    private static float Spot(float x, float y, float radius) => PhantomShape.Bump(x * x + y * y, radius);

    private static float Amount(ref RowRandom random, double most) => (float)random.NextDouble(-most, most);
}
