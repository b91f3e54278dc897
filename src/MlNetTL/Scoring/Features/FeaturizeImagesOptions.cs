using MlNetTL.Backbones;
using MlNetTL.Foundation;
using MlNetTL.Images;

namespace MlNetTL.Scoring;

/// <summary>The settings of <c>FeaturizeImages</c>.</summary>
/// <param name="OutputColumnName">The column of features to make: a known-size vector of Single.</param>
/// <param name="InputColumnName">The image column, made by <c>LoadImageTensors</c>: a vector of Byte or UInt16, [channels, height, width].</param>
/// <param name="Backbone">The network, a name of <see cref="BackboneTable"/>.</param>
/// <param name="Weights">The pretrained weights, as the trainers take them: 'imagenet', the name of a row, or the path of a file. Null: random values, a baseline
/// that shows how much of a result the pretraining brings.</param>
/// <param name="Stage">The stage whose values are pooled to one vector an image: one of <see cref="Backbones.Backbone.StageNames"/>. 'stage4' gives what the
/// network's own head takes, 'head' the logits of the classes that it was trained on.</param>
/// <param name="Preprocessing">The mean and standard deviation that pixels are normalised by, of 1 or as many channels as the images have. Null: what belongs to the
/// weights, ImageNet's from scratch.</param>
/// <param name="Seed">Decides random values where <paramref name="Weights"/> is null. Default: the MLContext's seed, else 0.</param>
/// <param name="Device">'cpu', 'cuda', 'cuda:1', … Default: the MLContext's GpuDeviceId if it has one, else a GPU if there is one, else the CPU. A loaded model
/// computes on the CPU.</param>
/// <param name="BatchRows">Images that the network takes at once, at least 1. Default: 32, or as many as have 64 MB of pixels.</param>
/// <param name="Cache">Whether decoded images and computed features are kept on disk, for the trainer's passes, later fits, other folds and other processes.
/// Not saved with a model: a loaded one keeps nothing.</param>
/// <param name="CacheFolder">The folder of all features that are kept; null for <see cref="Folders.Features"/>. Not saved with a model.</param>
/// <param name="ImageLayout">What an image column without the annotation of <c>LoadImageTensors</c> holds.</param>
/// <param name="Normalization">Where the mean and standard deviation come from, unless <paramref name="Preprocessing"/> states them: of the weights, or of the images that
/// the transform is fitted on (a fit of each fold has its own). For 16-bit images and bands that no weights know.</param>
/// <param name="CancellationToken">Stops a fit and every reader of the features after the batch at hand.</param>
public sealed record FeaturizeImagesOptions(
    string OutputColumnName = "Features",
    string InputColumnName = "Image",
    string Backbone = "resnet50",
    string? Weights = "imagenet",
    string Stage = "stage4",
    Preprocessing? Preprocessing = null,
    int? Seed = null,
    string? Device = null,
    int? BatchRows = null,
    bool Cache = true,
    string? CacheFolder = null,
    ImageLayout? ImageLayout = null,
    Normalization Normalization = Normalization.Weights,
    CancellationToken CancellationToken = default)
{
    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">Settings are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var problems = Problems().ToList();
        if (problems.Count > 0) throw new ArgumentException(string.Join(" ", problems));
    }

    private IEnumerable<string> Problems()
    {
        foreach (var (name, value) in new[] { (nameof(OutputColumnName), OutputColumnName), (nameof(InputColumnName), InputColumnName) })
            if (string.IsNullOrWhiteSpace(value)) yield return $"{name} must name a column. Received: '{value}'.";
        if (!BackboneTable.All.TryFind(Backbone ?? "", out _)) yield return BackboneTable.All.Unknown(Backbone ?? "");
        if (Stage is null || !Backbones.Backbone.StageNames.Contains(Stage))
            yield return $"Stage must be one of {string.Join(", ", Backbones.Backbone.StageNames)}. Received: '{Stage}'.{Suggestion.For(Stage ?? "", Backbones.Backbone.StageNames)}";
        if (Weights is { Length: 0 }) yield return "Weights must be a name or a path, or null for random values. Received: nothing.";
        if (!Enum.IsDefined(Normalization)) yield return $"Normalization must be one of {string.Join(", ", Enum.GetNames<Normalization>())}. Received: {Normalization}.";
        if (Normalization != Normalization.Weights && Preprocessing is not null)
            yield return $"Normalization must be Weights where Preprocessing states the figures. Received: {Normalization}. Set one of them.";
        if (BatchRows < 1) yield return $"BatchRows must be at least 1. Received: {BatchRows}.";
        if (Preprocessing is { } statistics && (statistics.Mean.Count == 0 || statistics.Mean.Count != statistics.Std.Count || statistics.Std.Any(std => !(std > 0))))
            yield return "Preprocessing must have a mean and a standard deviation above 0 for each channel. "
                + $"Received: means {string.Join(", ", statistics.Mean)}, deviations {string.Join(", ", statistics.Std)}.";
    }
}
