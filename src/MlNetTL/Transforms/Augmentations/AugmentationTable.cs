using MlNetTL.Foundation;

namespace MlNetTL.Transforms;

/// <summary>The kinds of augmentation that pipelines can name.</summary>
public static class AugmentationTable
{
    /// <summary>One kind.</summary>
    /// <param name="Kind">Its name in JSON.</param>
    /// <param name="Default">The step with default parameters.</param>
    /// <param name="Summary">What it does, in a sentence.</param>
    public sealed record Row(string Kind, Augmentation Default, string Summary);

    /// <summary>All kinds.</summary>
    public static NamedTable<Row> All { get; } = new("augmentation", row => row.Kind,
    [
        new("flip", new RandomFlip(), "Mirrors the image left to right, top to bottom, or both."),
        new("crop", new RandomCrop(), "Cuts out a part of the image and scales it back."),
        new("resizedCrop", new RandomResizedCrop(), "Cuts out a part of another size and aspect and stretches it back."),
        new("rotate", new RandomRotation(), "Turns the image about its centre."),
        new("affine", new RandomAffine(), "Turns, shifts, scales and shears the image at once."),
        new("brightness", new RandomBrightness(), "Multiplies the values."),
        new("contrast", new RandomContrast(), "Stretches or shrinks the values about their mean."),
        new("gamma", new RandomGamma(), "Raises the values to a power."),
        new("saturation", new RandomSaturation(), "Makes colours stronger or weaker."),
        new("hue", new RandomHue(), "Turns the colours around the colour circle."),
        new("grey", new RandomGrey(), "Makes some images grey."),
        new("blur", new RandomBlur(), "Blurs the image by a Gaussian."),
        new("noise", new RandomNoise(), "Adds Gaussian noise."),
        new("erase", new RandomErasing(), "Covers a rectangle."),
        new("bandDropout", new BandDropout(), "Blackens whole channels, never all."),
    ]);
}
