using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetTL.Backbones;
using MlNetTL.Scoring;
using MlNetTL.Transforms;
using Options = MlNetTL.Training.ImageTransferLearningTrainer.Options;

namespace MlNetTL.Training.Checkpoints;

/// <summary>What makes a fit the fit that it is, by name: a checkpoint goes on only where all of it is the same, since the weights would be nobody's else.</summary>
internal static class TrainingIdentity
{
    // What changes no weight, and what the other facts tell better: the first weights stand for where they came from, the rows for how they were chosen.
    private static readonly HashSet<string> s_elsewhere =
    [
        nameof(Options.LabelColumnName), nameof(Options.FeatureColumnName), nameof(Options.ScoreColumnName), nameof(Options.PredictedLabelColumnName), nameof(Options.ProbabilityColumnName),
        nameof(Options.GradeColumnName),
        nameof(Options.Backbone), nameof(Options.Weights), nameof(Options.PretrainedUse), nameof(Options.Preprocessing), nameof(Options.Normalization), nameof(Options.Seed), nameof(Options.Device),
        nameof(Options.ValidationSet), nameof(Options.ValidationFraction), nameof(Options.SamplingKeyColumnName), nameof(Options.ImageLayout), nameof(Options.CheckpointFolder),
        nameof(Options.CheckpointInterval), nameof(Options.ProgressCallback), nameof(Options.MetricsCallback), nameof(Options.CancellationToken),
        nameof(Options.TestTimeViews),
    ];

    // With fields: a tree's links are tuples.
    private static readonly JsonSerializerOptions s_json = new() { IncludeFields = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Converters = { new JsonStringEnumConverter() } };

    /// <summary>The facts of a fit: every setting that is not told by another fact, those to come included.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="description">What the model will say of itself.</param>
    /// <param name="network">The network before the first step.</param>
    /// <param name="augmentation">What is done to images.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows; null for none.</param>
    public static SortedDictionary<string, string> Of(Options options, ModelDescription description, Backbone network, AugmentationPolicy? augmentation, ImageRows train, ImageRows? validation)
    {
        // Written as text that people can compare: the message names what differs.
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["the network"] = description.Backbone,
            ["the first weights"] = HashOf(network),
            ["the labels' names"] = string.Join(", ", description.LabelNames),
            ["the task"] = $"{description.Task}",
            ["the images' form"] = $"{description.Layout}",
            ["the normalisation"] = Text(description.Preprocessing),
            ["the seed"] = Text(description.Seed),
            ["the augmentation"] = Text(augmentation),
            ["the training images"] = HashOf(train),
            ["the validation images"] = validation is null ? "none" : HashOf(validation),
        };
        foreach (var setting in typeof(Options).GetProperties().Where(setting => !s_elsewhere.Contains(setting.Name))) facts[setting.Name] = Text(setting.GetValue(options));
        return facts;
    }

    /// <summary>The names of the facts that differ.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now) =>
        [.. saved.Keys.Union(now.Keys).Where(name => saved.GetValueOrDefault(name) != now.GetValueOrDefault(name)).Order(StringComparer.Ordinal)];

    // By the type that a setting has, not the one that it is declared with: an optimiser's numbers are its own. A list is the same in an array.
    private static string Text(object? value) => value is null ? "none" : $"{NameOf(value.GetType())}{JsonSerializer.Serialize(value, value.GetType(), s_json)}";

    private static string NameOf(Type type) => type.Assembly == typeof(TrainingIdentity).Assembly && !type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? $"{type.Name} " : "";

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
            if (rows.BalancedBy is { } names) hash.Append(Encoding.UTF8.GetBytes(names[row]));
        }
        return $"{rows.Count} rows, {Convert.ToHexStringLower(hash.GetCurrentHash())}";
    }
}
