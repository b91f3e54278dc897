using MlNetTL.Foundation;

namespace MlNetTL.Transforms;

/// <summary>Turns the image about its centre (bilinear). What comes in from outside is 0, black in pixel values. torchvision: RandomRotation.</summary>
/// <param name="MaximumDegrees">The largest angle, 0 to 180, in either direction; angles are uniform.</param>
public sealed record RandomRotation(double MaximumDegrees = 10) : GeometricAugmentation
{
    internal override IEnumerable<string> Problems()
    {
        if (MaximumDegrees is not (>= 0 and <= 180)) yield return $"The MaximumDegrees of RandomRotation must be 0 to 180. Received: {MaximumDegrees}.";
    }

    internal override ImageMove Draw(ref RowRandom random, int height, int width) => ImageMove.Rotation(random.NextDouble(-MaximumDegrees, MaximumDegrees));
}
