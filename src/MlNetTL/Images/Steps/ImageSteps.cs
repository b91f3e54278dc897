using MlNetTL.Foundation;

namespace MlNetTL.Images;

/// <summary>The steps that images may go through when they are decoded, as pipelines name them.</summary>
public static class ImageSteps
{
    /// <summary>One kind.</summary>
    /// <param name="Kind">Its name in JSON.</param>
    /// <param name="Default">The step with default parameters.</param>
    /// <param name="Summary">What it does, in a sentence.</param>
    public sealed record Row(string Kind, ImageStep Default, string Summary);

    /// <summary>All kinds.</summary>
    public static NamedTable<Row> All { get; } = new("image step", row => row.Kind,
    [
        new("borderRemoval", new BorderRemoval(), "Cuts off frames and letterboxes of one shade."),
        new("discCrop", new DiscCrop(), "Finds the disc of a fundus photograph, scales its radius and cuts it out."),
        new("localMean", new LocalMeanSubtraction(), "Takes the local mean from each pixel and strengthens what is left."),
        new("clahe", new Clahe(), "Equalises the histogram of each part of the image, with limited contrast."),
        new("percentileWindow", new PercentileWindow(), "Brings the grey levels between two percentiles to the full range."),
    ]);
}
