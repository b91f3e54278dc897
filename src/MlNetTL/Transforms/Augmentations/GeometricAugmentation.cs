using MlNetTL.Foundation;

namespace MlNetTL.Transforms;

/// <summary>A change of where pixels lie. All of an image are composed into one map, and sampled once, before any <see cref="PhotometricAugmentation"/>.</summary>
public abstract record GeometricAugmentation : Augmentation
{
    private protected GeometricAugmentation()
    {
    }

    /// <summary>Draws the parameters for one image of <paramref name="height"/> x <paramref name="width"/> pixels.</summary>
    internal abstract ImageMove Draw(ref RowRandom random, int height, int width);
}
