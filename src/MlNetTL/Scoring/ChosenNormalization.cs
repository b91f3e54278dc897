using System.Globalization;
using Microsoft.ML.Runtime;
using MlNetTL.Backbones;
using MlNetTL.Images;

namespace MlNetTL.Scoring;

/// <summary>The normalisation that a network is trained or used with.</summary>
/// <param name="Preprocessing">The mean and standard deviation of each channel.</param>
/// <param name="Source">Where they come from.</param>
internal sealed record ChosenNormalization(Preprocessing Preprocessing, NormalizationSource Source)
{
    // Photographs have about 0.25, radiographs more; Sentinel-2's bands 0.01 to 0.02: a network that sees those through ImageNet's figures sees one grey.
    private const double LittleOfTheRange = 0.05;

    /// <summary>Chooses it: what is stated goes before what is asked to be computed, and that before what belongs to the weights.</summary>
    /// <param name="stated">What the options state; null for nothing.</param>
    /// <param name="wanted">What they ask for.</param>
    /// <param name="ofWeights">What belongs to the weights; null where nothing does.</param>
    /// <param name="images">The images that it is for. Their pixels are read where they matter only: where they are asked for, and where they have 16 bits, which may fill little of their range.</param>
    /// <param name="channel">Takes the figures, and warnings.</param>
    public static ChosenNormalization Of(Preprocessing? stated, Normalization wanted, Preprocessing? ofWeights, MeasuredImages images, IChannel channel)
    {
        if (stated is not null) return new(stated, NormalizationSource.Options);
        if (wanted == Normalization.TrainingImages) return OfImages(images, channel);
        var known = ofWeights is null ? new ChosenNormalization(Preprocessing.ImageNet, NormalizationSource.ImageNet) : new(ofWeights, NormalizationSource.Weights);
        if (images.Layout.PixelType == PixelType.Byte) return known;
        var found = images.Sample;
        if (found.Deviation.Min() >= LittleOfTheRange) channel.Info($"The 16-bit pixels of {images.Name} have {Figures(found)}.");
        else
            channel.Warning($"The 16-bit pixels of {images.Name} fill little of their range ({Figures(found)}), and the normalisation in use (mean {Text(known.Of(images.Layout).Mean)}, "
                + $"standard deviation {Text(known.Of(images.Layout).Std)}) leaves them nearly constant. {images.Advice}");
        return known;
    }

    private static ChosenNormalization OfImages(MeasuredImages images, IChannel channel)
    {
        var found = images.All;
        channel.Info($"Pixels are normalised by {images.Name}: {Figures(found)}.");
        var constant = Enumerable.Range(0, images.Layout.Channels).Where(i => found.Deviation[i] == 0).ToList();
        if (constant.Count > 0) channel.Warning($"Every pixel of {images.Name} has the same value in channel {string.Join(", ", constant.Select(i => i + 1))}: nothing can be learned from it.");
        // Mean 0 and deviation 1 for each channel; a constant one keeps its size.
        return new(new([.. found.Mean.Select(mean => (float)mean)], [.. found.Deviation.Select(deviation => deviation == 0 ? 1 : (float)deviation)]), NormalizationSource.TrainingImages);
    }

    private Preprocessing Of(ImageLayout layout) => Preprocessing.ForChannels(layout.Channels);

    private static string Figures(PixelStatistics found) => $"mean {Text(found.Mean)}, standard deviation {Text(found.Deviation)} of the full range";

    private static string Text<T>(IEnumerable<T> values) => string.Join(", ", values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value:g4}")));
}
