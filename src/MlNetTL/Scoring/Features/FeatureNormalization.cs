using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Transforms;
using MlNetTL.Weights;

namespace MlNetTL.Scoring;

/// <summary>The normalisation that features are computed with.</summary>
internal sealed class FeatureNormalization(FeaturizeImagesOptions options, IDataView input, ImageLayout layout, IChannel channel)
{
    // Photographs have about 0.25, Sentinel-2's bands 0.01 to 0.02: a network that sees those through ImageNet's figures sees one grey.
    private const double LittleOfTheRange = 0.05;

    // Enough to tell one from the other.
    private const int SampledRows = 500;

    /// <summary>Chooses it: what the options state goes before what they ask to compute, and that before what belongs to the weights.</summary>
    /// <param name="pretrained">The weights; null for random values.</param>
    public (Preprocessing Preprocessing, NormalizationSource Source) Choose(PretrainedWeights? pretrained)
    {
        if (options.Preprocessing is { } stated) return (stated, NormalizationSource.Options);
        if (options.Normalization == Normalization.TrainingImages)
        {
            var found = Statistics(long.MaxValue);
            channel.Info($"Pixels are normalised by these images: mean {string.Join(", ", found.Mean)}, standard deviation {string.Join(", ", found.Deviation)} of the full range.");
            return (Of(found), NormalizationSource.TrainingImages);
        }
        if (pretrained is { Preprocessing: null })
            channel.Warning($"Nothing tells which normalisation '{pretrained.FileName}' was trained with: ImageNet's is taken. State FeaturizeImagesOptions.Preprocessing where it was another.");
        if (layout.PixelType == PixelType.UInt16 && Statistics(SampledRows).Deviation.Min() < LittleOfTheRange)
            channel.Warning("The 16-bit pixels fill little of their range, and the normalisation in use leaves them nearly constant. Set FeaturizeImagesOptions.Normalization to TrainingImages, or state Preprocessing.");
        return pretrained?.Preprocessing is { } known ? (known, NormalizationSource.Weights) : (Preprocessing.ImageNet, NormalizationSource.ImageNet);
    }

    /// <summary>The normalisation that gives each channel mean 0 and deviation 1. A constant channel keeps its size.</summary>
    public static Preprocessing Of(PixelStatistics found) =>
        new([.. found.Mean.Select(mean => (float)mean)], [.. found.Deviation.Select(deviation => deviation == 0 ? 1 : (float)deviation)]);

    private PixelStatistics Statistics(long most)
    {
        using var cursor = input.GetRowCursor(PixelBatch.InputsFor(input.Schema, options.InputColumnName));
        var batch = new PixelBatch(cursor, options.InputColumnName, layout, slots: 1);
        var sums = new PixelStatistics.Collector(layout);
        while (sums.Rows < most && cursor.MoveNext())
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            batch.Read(0);
            if (!batch.IsUnreadable(0)) sums.Add(batch.Pixels.Span[..layout.RowBytes]);
        }
        return sums.Rows > 0 ? sums.Result() : throw new ArgumentException($"Column '{options.InputColumnName}' must have a readable image to normalise by. Found none.");
    }
}
