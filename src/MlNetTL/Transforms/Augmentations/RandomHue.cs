using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Turns all colours around the colour circle: torchvision's adjust_hue. In histology the hue tells the stain: keep to small turns, or the label becomes untrue; stain normalisation does
/// the converse. Lengths of light in satellite bands are no hue either.</summary>
/// <param name="MaximumShift">The largest turn in either direction, as a share of the circle, over 0 to 0.5; uniform (torchvision's ColorJitter).</param>
/// <param name="Probability">How often an image is changed, over 0 to 1.</param>
public sealed record RandomHue(double MaximumShift = 0.02, double Probability = 1) : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems()
    {
        if (MaximumShift is not (> 0 and <= 0.5)) yield return $"The MaximumShift of RandomHue must be over 0 and at most 0.5. Received: {MaximumShift}.";
    }

    internal override string? ProblemFor(int channels, int height, int width) => Blending.ColourProblem(nameof(RandomHue), channels);

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum) => Change(images, Drawn(images, randoms, random => random.NextDouble(-MaximumShift, MaximumShift)));

    /// <summary>Hue by Smith's hexagon (1978), in sixths of the circle; value and spread stay, whatever the range of values is.</summary>
    internal static Tensor Change(Tensor images, Tensor shifts)
    {
        var (red, green, blue) = (images.narrow(1, 0, 1), images.narrow(1, 1, 1), images.narrow(1, 2, 1));
        var value = images.amax([1], keepdim: true);
        var spread = value - images.amin([1], keepdim: true);
        // Of greys, whose spread is 0, any hue will do.
        var divisor = where(spread == 0, ones_like(spread), spread);
        var hue = where(value == red, (green - blue) / divisor, where(value == green, (blue - red) / divisor + 2, (red - green) / divisor + 4));
        var turned = hue + shifts * 6;
        return cat([Channel(5), Channel(3), Channel(1)], 1);

        // Each channel falls from the value by the spread, over a third of the circle, along a trapezium.
        Tensor Channel(int start)
        {
            var place = turned + start;
            place -= (place / 6).floor_() * 6;
            return value - spread * minimum(place, 4 - place).clamp_(0, 1);
        }
    }
}
