using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetTL.Backbones;
using MlNetTL.Data;
using MlNetTL.Images;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training.Checkpoints;
using MlNetTL.Training.Tasks;
using MlNetTL.Transforms;
using MlNetTL.Weights;
using TorchSharp;

namespace MlNetTL.Training;

/// <summary>Fine-tunes a pretrained network on images, for one label, several classes, several labels, grades in order or a number.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// ### Input and Output Columns
/// The image column is made by `LoadImageTensors`: a known-size vector of Byte or UInt16, [channels, height, width].
///
/// | Task | Label column | Output columns |
/// | -- | -- | -- |
/// | Binary classification | Boolean, or Single (0, 1, soft targets between, NaN for 'not known') | `PredictedLabel` Boolean, `Score` Single (the logit), `Probability` Single |
/// | Multiclass classification | Key | `PredictedLabel` Key, `Score` vector of Single (probabilities) |
/// | Multi-label classification | vector of Single (0, 1, soft targets between, NaN for 'not known') | `Score` vector of Single (probabilities; NaN for a label that could not be trained) |
/// | Ordinal classification | Key, its order the grades' | `PredictedLabel` Key, `Score` vector of Single (probabilities), `Grade` Single (0 for the first grade) |
/// | Regression | Single (NaN for 'not known') | `Score` Single, in the label's unit |
///
/// ### Trainer Characteristics
/// | | |
/// | -- | -- |
/// | Is normalization required? | No: it belongs to the weights and is done on the device |
/// | Is caching required? | No: images are decoded once into the image store |
/// | Required NuGet in addition to Microsoft.ML | MlNetTL |
/// | Exportable to ONNX | No |
/// ]]></format>
/// Rows with an unknown label, and unreadable images that `LoadImageTensors` lets pass, are left out and counted in the log.
/// Validation rows are measured by what is certain: a label that was uncertain (-1) in the column that `MapUncertainLabels` read is unknown there, whatever the policy has made of it.
/// </remarks>
public sealed partial class ImageTransferLearningTrainer : ITrainerEstimator<ImageTransferLearningTransformer, ImageTransferLearningModel>
{
    private readonly IHost _host;
    private readonly LearningTask _task;
    private readonly Options _options;
    private readonly ScoreColumnNames _names;

    internal ImageTransferLearningTrainer(IHostEnvironment environment, PredictionTask task, Options options)
    {
        options.Validate(options.ImageLayout, task);
        _host = environment.Register(nameof(ImageTransferLearningTrainer));
        _task = LearningTask.For(task, options);
        _options = options.Copy();
        _names = new(options.FeatureColumnName, options.LabelColumnName ?? _task.DefaultLabelColumnName, options.ScoreColumnName, options.PredictedLabelColumnName, options.ProbabilityColumnName,
            options.GradeColumnName);
    }

    /// <inheritdoc/>
    public TrainerInfo Info { get; } = TrainerInfos.Create();

    /// <summary>Trains on a view.</summary>
    /// <param name="input">Rows with the image and label columns.</param>
    public ImageTransferLearningTransformer Fit(IDataView input) => Fit(input, null);

    /// <summary>Trains on a view and validates on another.</summary>
    /// <param name="trainData">Rows with the image and label columns.</param>
    /// <param name="validationData">Rows with the same columns, or null to use the options' validation set or fraction. Raw rows go through <c>pipeline.Fit(train, validation)</c>.</param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or the labels cannot be trained.</exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="InsufficientMemoryException">A step does not fit into memory; the message says what would need less.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled, or ML.NET cancelled its context, as AutoML does when a trial's time is up.</exception>
    public ImageTransferLearningTransformer Fit(IDataView trainData, IDataView? validationData) => Fit(trainData, validationData, Train, isSearch: false);

    private ImageTransferLearningTransformer Fit(IDataView trainData, IDataView? validationData, Training use, bool isSearch)
    {
        using var channel = _host.Start("Fit");
        using var scope = torch.NewDisposeScope();
        validationData ??= _options.ValidationSet;
        var (image, layout) = ImageColumnCheck.Of(trainData.Schema, _names.Feature, _options.ImageLayout);
        _options.Validate(layout, _task.Kind);
        var label = RequireColumn(trainData, _names.Label, "training");
        var labelNames = _task.NamesOf(label);
        if (validationData is null && _options.SamplingKeyColumnName is { } key && trainData.Schema.GetColumnOrNull(key) is null)
            throw new ArgumentException($"SamplingKeyColumnName '{key}' must be in the training data. Found: {string.Join(", ", trainData.Schema.Select(column => column.Name))}.");
        if (_options.SamplingBalanceColumnName is { } balance && trainData.Schema.GetColumnOrNull(balance) is null)
            throw new ArgumentException($"SamplingBalanceColumnName '{balance}' must be in the training data. Found: {string.Join(", ", trainData.Schema.Select(column => column.Name))}.");
        var validationImage = validationData is null ? null : CheckValidation(validationData, layout, label);
        // The names in ClassWeights and LabelWeights; without labels there is nothing else to it.
        _ = _task.Weights(labelNames, [], ClassWeighting.None, _options.ClassWeights);
        foreach (var warning in LibTorch.Warnings) channel.Warning(warning);
        var device = TorchDevice.Resolve(_options.Device, _host, message => channel.Warning(message));
        var seed = _options.Seed ?? Environments.SeedOf(_host) ?? _host.Rand.Next();
        channel.Info($"{_options.Backbone}, {layout}, device {device}, seed {seed}, augmentation {image?.Augmentation?.ToString() ?? "none"}.");

        if (image is { Augmentation: null, AugmentationWithheld: true })
            channel.Warning("AugmentImages stands in the chain, but its policy did not reach the trainer, so nothing is augmented. ML.NET tells training-only steps of the outermost chain alone: "
                + "append AugmentImages and the trainer to one chain, not to a chain within a chain, and fit that chain.");

        // Before any image: weights that are missing or belong to another network must not come to light after an hour of decoding.
        var definition = BackboneTable.All[_options.Backbone];
        var network = _options.BuildNetwork(definition, layout.Channels, _task.TopOf(_options, labelNames.Count), seed);
        ImageTransferLearningModel? model = null;
        try
        {
            // Before the weights: what cannot be trained on these images is not looked for in them either.
            if (network.FitToImages(layout.Height, layout.Width) is { } note) channel.Warning(note);
            var pretrained = _options.Weights is null ? null : PretrainedWeights.Load(network, definition, _options.Weights, message => channel.Info(message), _options.PretrainedUse, seed);
            foreach (var hint in Hints.Of(_options, pretrained, image, layout)) channel.Warning(hint);
            if (_options.StageLearningRateFactor < 1) channel.Info($"Learning rates: {StagePlan.Of(_options).DescribeRates()}.");

            using var progress = new FitProgress(_host, _options.ProgressCallback, _options.MetricsCallback);
            using var rows = Reader(image, layout, progress, trainData, _options.SamplingBalanceColumnName).Draw(trainData, validationData is null && _options.ValidationFraction > 0 ? RowUse.Both : RowUse.Training, channel);
            using var validationRows = validationData is null ? null : Reader(validationImage, layout, progress, validationData).Draw(validationData, RowUse.Validation, channel);
            WarnOfSharedGroups(rows, validationRows, channel);
            var (train, validation) = validationRows is null ? HoldOut(rows, seed, isSearch ? _ => { } : message => channel.Warning(message)) : (rows, validationRows.ToMeasure());
            if (train.Count < 2) throw new ArgumentException($"At least 2 training rows are needed. Found: {train.Count}.");
            var trained = _task.Trainable(labelNames, train.Labels, message => channel.Warning(message));

            var task = _task.LearnedFrom(labelNames, train.Labels, trained);
            var normalization = ChosenNormalization.Of(_options.Preprocessing, _options.Normalization, pretrained?.Preprocessing, Measured(train, layout, _options.CancellationToken), channel);
            var description = new ModelDescription(_task.Kind, _options.Backbone, _options.HiddenLayers, labelNames, trained, layout, normalization.Preprocessing,
                pretrained?.GivenName, pretrained?.Sha256, seed, device.ToString(), ModelEntry.LibraryVersion, torch.__version__, PretrainedDescription.Of(pretrained), normalization.Source,
                _options.HiddenActivation, _options.HiddenDropout, _options.HiddenBatchNorm, _options.TestTimeViews, task.Method, task.Targets)
            { UncertainIsClass = _options.UncertainIsClass, Parents = task.Parents };
            model = new ImageTransferLearningModel(description, network, device);
            use(model, task, train.Masked(trained), validation?.Masked(trained), image, seed, progress, channel);
            return new ImageTransferLearningTransformer(_host, model, task.KeysOf(label), _names);
        }
        catch
        {
            if (model is null) network.Dispose();
            else model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var label = Shapes.Find(inputSchema, _names.Label)
            ?? throw new ArgumentException($"Label column '{_names.Label}' must be in the data. Found: {string.Join(", ", inputSchema.Select(column => column.Name))}.");
        if (Shapes.Find(inputSchema, _names.Feature) is null)
            throw new ArgumentException($"Image column '{_names.Feature}' must be in the data. Found: {string.Join(", ", inputSchema.Select(column => column.Name))}. Append Transforms.LoadImageTensors before the trainer.");
        // The number of classes is not known yet, and shapes do not hold it.
        string[] twoNames = ["0", "1"];
        var sample = new ModelDescription(_task.Kind, _options.Backbone, [], twoNames, [true, true], new(1, 1, 1), Preprocessing.ImageNet, null, null, 0, "", "", "", OrdinalMethod: _task.Method);
        var columns = ScoreColumns.For(sample, KeyValues.Sample(label), _names).Make();
        return Shapes.With(inputSchema, columns.Select(Shapes.Of));
    }

    /// <summary>The training rows, without those held out, as what a normalisation is chosen for.</summary>
    internal static MeasuredImages Measured(ImageRows train, ImageLayout layout, CancellationToken cancel) => new($"the {train.Count} training images", layout,
        "Set Normalization to TrainingImages (model.normalization: trainingImages in a pipeline file), or state Preprocessing.", () => PixelStatistics.Of(train.Pixels, train.PixelRows, layout, cancel));

    // Validation rows of one's own need no key, but where they have it they are checked by it.
    private ImageRowReader Reader(ImageColumn? image, ImageLayout layout, FitProgress progress, IDataView view, string? balance = null)
    {
        var key = _options.SamplingKeyColumnName is { } name && view.Schema.GetColumnOrNull(name) is not null ? name : null;
        return new(image, layout, _task, new(_names.Feature, _names.Label, key, balance), progress, _options.CancellationToken);
    }

    private void WarnOfSharedGroups(ImageRows train, ImageRows? validation, IChannel channel)
    {
        if (train.Groups is null || validation?.Groups is null) return;
        var shared = train.Groups.Intersect(validation.Groups).Order(StringComparer.Ordinal).ToList();
        if (shared.Count > 0)
            channel.Warning($"{shared.Count} values of '{_options.SamplingKeyColumnName}' stand in both the training and the validation rows ({string.Join(", ", shared.Take(3))}{(shared.Count > 3 ? ", …" : "")}): "
                + "the figures are too good, since the model may know the patient and not the finding. Split by that column.");
    }

    private void Train(ImageTransferLearningModel model, LearningTask task, ImageRows train, ImageRows? validation, ImageColumn? image, int seed, FitProgress progress, IChannel channel)
    {
        var loop = new TrainingLoop(model.Network, task, model.Description.LabelNames, _options, seed, image?.Augmentation, progress, message => channel.Info(message), message => channel.Warning(message));
        using var keeper = _options.CheckpointFolder is not { } folder ? null : CheckpointKeeper.Open(folder, _options.CheckpointInterval,
            TrainingIdentity.Of(_options, model.Description, model.Network, image?.Augmentation, train, validation), model.Device, message => channel.Warning(message));
        channel.Info($"Training on {train.Count} images, validating on {validation?.Count ?? 0}.");
        using var tensorFloat32 = _options.AllowTF32 is { } allowed ? TensorFloat32.Set(allowed) : null;
        using var returning = _options.ActivationCheckpointing ? Allocator.ReturnLargeBlocks() : null;
        using var planar = _options.ChannelsLast ? null : new NetworkInput(model.Description.Layout, model.Description.Preprocessing, model.Device, channelsLast: false);
        if (planar is not null) ChannelsLast.Undo(model.Network);
        var input = planar ?? model.Input;
        BatchSource trainRows = new(train, input, model.Device);
        var validationRows = validation is null ? null : new BatchSource(validation, input, model.Device);
        var best = Guarded(() => loop.Run(trainRows, validationRows, keeper));
        // As it will be when it is loaded.
        if (planar is not null) ChannelsLast.Apply(model.Network);
        channel.Info(validation is null
            ? $"Kept the weights of the last epoch, {best.Epoch}, training loss {best.TrainLoss:g4}."
            : $"Kept the weights of epoch {best.Epoch}: {best.MetricName} {best.Metric:f4}, validation loss {best.ValidationLoss:g4}.");
        Guarded(() => Cut(model, task, trainRows, validationRows, progress, channel));
    }

    // By the network that is kept, so that a fit which goes on from a checkpoint chooses the same ones.
    private void Cut(ImageTransferLearningModel model, LearningTask task, BatchSource train, BatchSource? validation, FitProgress progress, IChannel channel)
    {
        if (task.Method != OrdinalMethod.CutPoints) return;
        var scores = new Validator(model.Network, task, _options.BatchSize).Score(validation ?? train, null, _ =>
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            progress.CheckAlive();
        });
        var cuts = task.CutsFor(scores, validation is not null, model.Description.LabelNames, message => channel.Warning(message))!;
        channel.Info($"Grades are cut at {string.Join(", ", cuts.Points.Select(point => point.ToString("g4", CultureInfo.InvariantCulture)))}.");
        model.Cut(cuts);
    }

    private void Guarded(Action run) => Guarded(() =>
    {
        run();
        return true;
    });

    private T Guarded<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception error) when (OutOfMemory.IsUnadvised(error))
        {
            throw MemoryAdvice.Advise(error, _options);
        }
    }

    private (ImageRows Train, ImageRows? Validation) HoldOut(ImageRows rows, int seed, Action<string> warn)
    {
        if (_options.ValidationFraction == 0)
        {
            warn("No validation rows: the weights of the last epoch are kept, and no figure tells whether they are the best.");
            return (rows, null);
        }
        if (_options.SamplingKeyColumnName is null)
            warn("Validation rows are held out one by one. If several images come from one patient, name the patient's column in SamplingKeyColumnName: else the same patient is on both sides, and the figures are too good.");
        var (train, validation) = GroupSplit.HoldOut(rows.Count, rows.Groups, _options.ValidationFraction, seed);
        var held = rows.Subset(validation).ToMeasure();
        return held.Count > 0 ? (rows.Subset(train).ToTrain(), held) : throw new ArgumentException(
            $"The held-out rows must have a known label. Found none in {validation.Length}: all are uncertain. Give a validation set, or raise ValidationFraction.");
    }

    // The validation images may come from another folder: how they are read is theirs to say.
    private ImageColumn? CheckValidation(IDataView validationData, ImageLayout layout, DataViewSchema.Column label)
    {
        if (validationData.Schema.GetColumnOrNull(_names.Feature) is null)
            throw new ArgumentException($"The validation data must have the image column '{_names.Feature}'. Found: {string.Join(", ", validationData.Schema.Select(column => column.Name))}. "
                + "Raw rows go through the chain's earlier steps: call pipeline.Fit(train, validation).");
        var (image, found) = ImageColumnCheck.Of(validationData.Schema, _names.Feature, _options.ImageLayout);
        if (found != layout) throw new ArgumentException($"The validation images must be {layout}, as the training images are. Found: {found}.");
        var validationLabel = RequireColumn(validationData, _names.Label, "validation");
        if (!_task.NamesOf(validationLabel).SequenceEqual(_task.NamesOf(label)))
            throw new ArgumentException($"Column '{_names.Label}' must have the same classes or labels in the validation data as in the training data. "
                + $"Expected: {string.Join(", ", _task.NamesOf(label))}. Found: {string.Join(", ", _task.NamesOf(validationLabel))}.");
        return image;
    }

    private static DataViewSchema.Column RequireColumn(IDataView view, string name, string what) => view.Schema.GetColumnOrNull(name)
        ?? throw new ArgumentException($"The {what} data must have the label column '{name}'. Found: {string.Join(", ", view.Schema.Select(column => column.Name))}.");
}
