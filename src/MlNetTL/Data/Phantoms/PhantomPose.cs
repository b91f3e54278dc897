using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>How a patient stands before the plate in one image: shift, scale and a small turn.</summary>
internal readonly struct PhantomPose
{
    private readonly float _scaleX, _scaleY, _cos, _sin, _shiftX, _shiftY;

    public PhantomPose(ref RowRandom random)
    {
        var scale = random.NextDouble(0.86, 1.10);
        var aspect = random.NextDouble(0.95, 1.05);
        var turn = random.NextDouble(-0.09, 0.09);
        (_scaleX, _scaleY) = ((float)(scale * aspect), (float)(scale / aspect));
        (_cos, _sin) = ((float)Math.Cos(turn), (float)Math.Sin(turn));
        (_shiftX, _shiftY) = ((float)random.NextDouble(-0.12, 0.12), (float)random.NextDouble(-0.12, 0.12));
    }

    /// <summary>The place in the body that is seen at a place of the image; both run from -1 to 1.</summary>
    public (float X, float Y) BodyAt(float imageX, float imageY)
    {
        var (x, y) = (imageX - _shiftX, imageY - _shiftY);
        return ((x * _cos + y * _sin) / _scaleX, (y * _cos - x * _sin) / _scaleY);
    }

    /// <summary>The place in the image where a place in the body is seen.</summary>
    public (float X, float Y) ImageAt(float bodyX, float bodyY)
    {
        var (x, y) = (bodyX * _scaleX, bodyY * _scaleY);
        return (x * _cos - y * _sin + _shiftX, x * _sin + y * _cos + _shiftY);
    }
}
