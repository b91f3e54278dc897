using Microsoft.ML.Runtime;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Scoring;

namespace MlNetTL.Training;

/// <summary>The normalisation of a fit.</summary>
/// <param name="Preprocessing">The mean and standard deviation of each channel.</param>
/// <param name="Source">Where they come from.</param>
internal sealed record ChosenNormalization(Preprocessing Preprocessing, NormalizationSource Source)
{
    // Photographs have about 0.25, radiographs more; Sentinel-2's bands 0.01 to 0.02.
    private const double LittleOfTheRange = 0.05;

    /// <summary>Chooses it: what the options state goes before what they ask to compute, and that before what belongs to the weights.</summary>
    /// <param name="options">The options.</param>
    /// <param name="ofWeights">What belongs to the weights, or null from scratch.</param>
    /// <param name="train">The training rows, without those held out.</param>
    /// <param name="layout">What the pixels are.</param>
    /// <param name="channel">Takes the figures, and the warning where 16-bit images fill little of their range.</param>
    public static ChosenNormalization Of(ImageTransferLearningTrainer.Options options, Preprocessing? ofWeights, ImageRows train, ImageLayout layout, IChannel channel)
    {
        if (options.Preprocessing is { } stated) return new(stated, NormalizationSource.Options);
        var known = ofWeights is null ? new ChosenNormalization(Preprocessing.ImageNet, NormalizationSource.ImageNet) : new(ofWeights, NormalizationSource.Weights);
        if (options.Normalization == Normalization.Weights && layout.PixelType == PixelType.Byte) return known;
        var found = PixelStatistics.Of(train.Pixels, train.PixelRows, layout, options.CancellationToken);
        var figures = $"mean {Text(found.Mean)}, standard deviation {Text(found.Deviation)} of the full range";
        if (options.Normalization == Normalization.TrainingImages)
        {
            channel.Info($"Pixels are normalised by the {train.Count} training images: {figures}.");
            var constant = Enumerable.Range(0, layout.Channels).Where(i => found.Deviation[i] == 0).ToList();
            if (constant.Count > 0) channel.Warning($"Every pixel of every training image has the same value in channel {string.Join(", ", constant.Select(i => i + 1))}: nothing can be learned from it.");
            return new(FeatureNormalization.Of(found), NormalizationSource.TrainingImages);
        }
        if (found.Deviation.Min() >= LittleOfTheRange) channel.Info($"The 16-bit pixels of the training images have {figures}.");
        else
            channel.Warning($"The 16-bit pixels of the training images fill little of their range ({figures}), and the normalisation in use (mean {Text(known.Of(layout).Mean)}, "
                + $"standard deviation {Text(known.Of(layout).Std)}) leaves them nearly constant. Set Normalization to TrainingImages (model.normalization: trainingImages in a pipeline file), or state Preprocessing.");
        return known;
    }

    private Preprocessing Of(ImageLayout layout) => Preprocessing.ForChannels(layout.Channels);

    private static string Text<T>(IEnumerable<T> values) => string.Join(", ", values.Select(value => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value:g4}")));
}
