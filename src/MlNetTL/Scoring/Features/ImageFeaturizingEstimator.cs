using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Interop;
using MlNetTL.Transforms;
using MlNetTL.Weights;
using TorchSharp;

namespace MlNetTL.Scoring;

/// <summary>Makes vectors of deep features from images. See <c>mlContext.Transforms.FeaturizeImages</c>.</summary>
public sealed class ImageFeaturizingEstimator : IEstimator<ImageFeaturizingTransformer>
{
    // Enough to tell whether 16-bit images fill their range.
    private const int SampledRows = 500;

    private readonly IHost _host;
    private readonly FeaturizeImagesOptions _options;

    internal ImageFeaturizingEstimator(IHostEnvironment environment, FeaturizeImagesOptions options)
    {
        options.Validate();
        _host = environment.Register(nameof(ImageFeaturizingEstimator));
        _options = options;
    }

    /// <summary>Loads the network, and decodes the view's images into the image store where they come from files and are to be kept.</summary>
    /// <param name="input">Rows with the image column.</param>
    /// <exception cref="ArgumentException">The column is missing, of another type, or holds images that are too small for the network.</exception>
    /// <exception cref="FileNotFoundException">The weights are not there; the message says which file to put where.</exception>
    /// <exception cref="UnreadableImageException">Images cannot be read, and <c>LoadImageTensors</c> was not told to let them pass.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public ImageFeaturizingTransformer Fit(IDataView input)
    {
        using var channel = _host.Start("Fit");
        using var scope = torch.NewDisposeScope();
        var (image, layout) = ImageColumnCheck.Of(input.Schema, _options.InputColumnName, _options.ImageLayout);
        image?.RequireError(input.Schema, _options.InputColumnName);
        var definition = BackboneTable.All[_options.Backbone];
        var problems = new[] { definition.SizeProblem(layout.Height, layout.Width), _options.Preprocessing?.ProblemFor(layout.Channels), BatchProblem(layout) }.OfType<string>();
        if (string.Join(" ", problems) is { Length: > 0 } sentences) throw new ArgumentException(sentences);
        foreach (var warning in LibTorch.Warnings) channel.Warning(warning);
        if (image is { Augmentation: not null } or { AugmentationWithheld: true })
            channel.Warning("AugmentImages stands before FeaturizeImages, and changes nothing there: features are of the images as they are. To train on augmented images, use an ImageTransferLearning trainer.");
        return MakeTransformer(input, image, definition, layout, channel);
    }

    /// <summary>The columns that come out.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var name = _options.InputColumnName;
        if (Shapes.Find(inputSchema, name) is not { } image)
            throw new ArgumentException($"Image column '{name}' must be in the data. Found: {string.Join(", ", inputSchema.Select(column => column.Name))}. Append Transforms.LoadImageTensors before FeaturizeImages.");
        if (image.Kind != SchemaShape.Column.VectorKind.Vector || (image.ItemType != NumberDataViewType.Byte && image.ItemType != NumberDataViewType.UInt16))
            throw new ArgumentException($"Image column '{name}' must be a known-size vector of Byte or UInt16. Found: {Shapes.TypeOf(image)}. Append Transforms.LoadImageTensors before FeaturizeImages.");
        return Shapes.With(inputSchema, Shapes.Of(ImageFeaturizingTransformer.OutputColumn(_options.OutputColumnName, _options.Stage, width: 1)));
    }

    private string? BatchProblem(ImageLayout layout) => _options.BatchRows is { } rows && rows > Array.MaxLength / layout.RowBytes
        ? $"BatchRows must be at most {Array.MaxLength / layout.RowBytes} for images of {layout}. Received: {rows}." : null;

    private MeasuredImages Measured(IDataView input, ImageLayout layout) => new("the images", layout, "Set FeaturizeImagesOptions.Normalization to TrainingImages, or state Preprocessing.",
        () => Statistics(input, layout, long.MaxValue), () => Statistics(input, layout, SampledRows));

    private PixelStatistics Statistics(IDataView input, ImageLayout layout, long most)
    {
        using var cursor = input.GetRowCursor(PixelBatch.InputsFor(input.Schema, _options.InputColumnName));
        var batch = new PixelBatch(cursor, _options.InputColumnName, layout, slots: 1);
        var sums = new PixelStatistics.Collector(layout);
        while (sums.Rows < most && cursor.MoveNext())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            batch.Read(0);
            if (!batch.IsUnreadable(0)) sums.Add(batch.Pixels.Span[..layout.RowBytes]);
        }
        return sums.Rows > 0 ? sums.Result() : throw new ArgumentException($"Column '{_options.InputColumnName}' must have a readable image to normalise by. Found none.");
    }

    private ImageFeaturizingTransformer MakeTransformer(IDataView input, ImageColumn? image, BackboneDefinition definition, ImageLayout layout, IChannel channel)
    {
        var device = TorchDevice.Resolve(_options.Device, _host, message => channel.Warning(message));
        var seed = _options.Seed ?? Environments.SeedOf(_host) ?? 0;
        var network = definition.Build(layout.Channels, HeadOf(definition), seed);
        try
        {
            var pretrained = _options.Weights is null ? null : PretrainedWeights.Load(network, definition, _options.Weights, message => channel.Info(message));
            network.DropAuxiliary();
            // Weights that do not fit are told before images are decoded, and those are decoded before anything looks at their pixels.
            if (_options.Cache) Decode(input, image, channel);
            if (pretrained is { Preprocessing: null } && _options is { Preprocessing: null, Normalization: Normalization.Weights })
                channel.Warning($"Nothing tells which normalisation '{pretrained.FileName}' was trained with: ImageNet's is taken. State FeaturizeImagesOptions.Preprocessing where it was another.");
            var (preprocessing, source) = ChosenNormalization.Of(_options.Preprocessing, _options.Normalization, pretrained?.Preprocessing, Measured(input, layout), channel);
            var description = new FeatureDescription(definition.Name, _options.Stage, Width: 0, network.Top, layout, preprocessing, pretrained?.GivenName, pretrained?.Sha256, seed,
                ModelEntry.LibraryVersion, torch.__version__, PretrainedDescription.Of(pretrained), source);
            var features = new FeatureNetwork(network, description, device, !_options.Cache ? null : width =>
                new FeatureCache(FeatureCacheKey.Of(network, _options.Stage, layout, preprocessing, device), width, Warn, _options.CacheFolder));
            channel.Info($"{definition.Name}, {layout}, device {device}: {features.Description.Width} features of {_options.Stage}.");
            return new(_host, features, new(features.Description, _options.OutputColumnName, _options.InputColumnName, _options.BatchRows ?? FeatureExtraction.BatchRowsFor(layout)), _options.CancellationToken);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    // The logits of the stage 'head' are those that the weights were trained for. From scratch there are as many as the published network has.
    private Top HeadOf(BackboneDefinition definition)
    {
        if (_options.Stage != Backbone.StageNames[^1]) return new(1);
        return _options.Weights is null ? new(1000) : PretrainedHead.Of(definition, _options.Weights);
    }

    // A trainer passes over the data several times: images that come from files are decoded once, on all cores, into the store that LoadImageTensors reads.
    private void Decode(IDataView input, ImageColumn? image, IChannel channel)
    {
        if (image is not { Decode: { } settings } || image.FindSource(input.Schema) is not { } source) return;
        List<string> files = [.. input.GetColumn<ReadOnlyMemory<char>>(source).Select(path => path.ToString())];
        try
        {
            using var stored = ImageStore.Open(settings, image.StoreFolder).Prepare(files, image.UnreadableIsMissing, progress: null, _options.CancellationToken);
            if (stored.Unreadable.Count > 0) channel.Warning($"{stored.Unreadable.Count} of {files.Count} images cannot be read; their features are NaN.");
        }
        catch (Exception error) when (error is IOException and not UnreadableImageException or UnauthorizedAccessException)
        {
            channel.Warning($"Decoded images cannot be kept, so every pass over the data decodes them. {error.Message}");
        }
    }

    private void Warn(string message)
    {
        using var channel = _host.Start("Cache");
        channel.Warning(message);
    }
}
