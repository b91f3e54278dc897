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
        new("rotate", new RandomRotation(), "Turns the image about its centre."),
    ]);
}
