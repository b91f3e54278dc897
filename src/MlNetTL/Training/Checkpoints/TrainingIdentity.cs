using System.Globalization;
using System.IO.Hashing;
using System.Text;
using MlNetTL.Backbones;
using MlNetTL.Scoring;
using MlNetTL.Transforms;

namespace MlNetTL.Training.Checkpoints;

/// <summary>What makes a fit the fit that it is, by name: a checkpoint goes on only where all of it is the same, since the weights would be nobody's else.</summary>
internal static class TrainingIdentity
{
    /// <summary>The facts of a fit.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="description">What the model will say of itself.</param>
    /// <param name="network">The network before the first step.</param>
    /// <param name="augmentation">What is done to images.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows; null for none.</param>
    public static SortedDictionary<string, string> Of(
        ImageTransferLearningTrainer.Options options, ModelDescription description, Backbone network, AugmentationPolicy? augmentation, ImageRows train, ImageRows? validation)
    {
        // Written as text that people can compare: the message names what differs.
        return new(StringComparer.Ordinal)
        {
            ["the network"] = $"{description.Backbone}, hidden layers [{string.Join(", ", description.HiddenLayers)}], {description.HiddenActivation}, dropout {Text(description.HiddenDropout)}, batch-norm {description.HiddenBatchNorm}",
            ["the first weights"] = HashOf(network),
            ["the labels' names"] = string.Join(", ", description.LabelNames),
            ["the images' form"] = $"{description.Layout}",
            ["the normalisation"] = $"{string.Join(", ", description.Preprocessing.Mean)}; {string.Join(", ", description.Preprocessing.Std)}",
            ["the seed"] = description.Seed.ToString(CultureInfo.InvariantCulture),
            ["the optimiser"] = $"{options.Optimizer}",
            ["LearningRate"] = Text(options.LearningRate),
            ["StageLearningRateFactor"] = Text(options.StageLearningRateFactor),
            ["the schedule"] = $"{options.Schedule}",
            ["GradientClipping"] = $"{options.GradientClipping?.ToString("R", CultureInfo.InvariantCulture)}",
            ["BatchSize"] = Text(options.BatchSize),
            ["DropLastBatch"] = $"{options.DropLastBatch}",
            ["Epochs"] = Text(options.Epochs),
            ["Patience"] = $"{options.Patience}",
            ["MinimumImprovement"] = Text(options.MinimumImprovement),
            ["Metric"] = $"{options.Metric}",
            ["the loss"] = FormattableString.Invariant($"{options.Loss}"),
            ["the class weights"] = $"{options.ClassWeighting}; β {Text(options.EffectiveNumberBeta)}; {string.Join(", ", (options.ClassWeights ?? new Dictionary<string, double>()).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {Text(pair.Value)}"))}",
            ["the frozen stages"] = $"{options.FreezeBackbone}, {options.FreezeUpTo}, every {options.UnfreezeEvery}",
            ["AdaptiveGradientClipping"] = $"{options.AdaptiveGradientClipping?.ToString("R", CultureInfo.InvariantCulture)}",
            ["the augmentation"] = augmentation is null ? "none" : string.Join("; ", augmentation.Steps),
            ["the training images"] = HashOf(train),
            ["the validation images"] = validation is null ? "none" : HashOf(validation),
        };
    }

    /// <summary>The names of the facts that differ.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now) =>
        [.. saved.Keys.Union(now.Keys).Where(name => saved.GetValueOrDefault(name) != now.GetValueOrDefault(name)).Order(StringComparer.Ordinal)];

    private static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string HashOf(Backbone network)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var hash = new XxHash128();
        foreach (var (name, tensor) in network.state_dict())
        {
            hash.Append(Encoding.UTF8.GetBytes(name));
            hash.Append(tensor.detach().cpu().contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    // Pixels are read at the speed of memory: less than a second for a gigabyte.
    private static string HashOf(ImageRows rows)
    {
        var hash = new XxHash128();
        var pixels = new byte[rows.Pixels.RowBytes];
        for (var row = 0; row < rows.Count; row++)
        {
            rows.Pixels.CopyTo(rows.PixelRows[row], pixels);
            hash.Append(pixels);
            hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(rows.Labels[row]));
        }
        return $"{rows.Count} rows, {Convert.ToHexStringLower(hash.GetCurrentHash())}";
    }
}
