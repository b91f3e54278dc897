using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;
using MlNetTL.Training;
using MlNetTL.Transforms;

namespace MlNetTL.Cli.Runs;

/// <summary>The ordinary ML.NET chain that a pipeline file stands for: labels, images, augmentation, trainer.</summary>
internal static class PipelineChain
{
    /// <summary>The image column.</summary>
    public const string Image = "Image";

    /// <summary>Builds the chain.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="pipeline">What to build.</param>
    /// <param name="labelNames">The names of the raw labels, as the data set has them; empty for classes.</param>
    /// <param name="checkpointFolder">Where training keeps what it goes on from when it is cut off.</param>
    /// <param name="progress">Takes the trainer's progress.</param>
    /// <param name="metrics">Takes the figures of each epoch.</param>
    /// <param name="cancel">Ends the fit.</param>
    /// <param name="note">Takes what the fit chose or counted by itself, a sentence each.</param>
    public static EstimatorChain<ITransformer> Build(
        MLContext mlContext, Pipeline pipeline, IReadOnlyList<string> labelNames, string? checkpointFolder,
            Action<TrainingProgress> progress, Action<EpochMetrics> metrics, CancellationToken cancel, Action<string>? note = null)
    {
        var target = TargetColumn(pipeline);
        var options = TrainerOptions.Of(pipeline, target, Image);
        (options.ProgressCallback, options.MetricsCallback, options.CancellationToken, options.CheckpointFolder) = (progress, metrics, cancel, checkpointFolder);
        options.NoteCallback = note;
        var chain = Inputs(mlContext, pipeline, labelNames);
        if (pipeline.Augmentation.Count > 0) chain = chain.Append<ITransformer>(mlContext.Transforms.AugmentImages(Image, null, [.. Policy(pipeline).Steps]));
        return pipeline.Task.Kind switch
        {
            TaskKind.Binary => chain.Append<ITransformer>(mlContext.BinaryClassification.Trainers.ImageTransferLearning(options)),
            TaskKind.MultiLabel => chain.Append<ITransformer>(mlContext.MultiLabelClassification.Trainers.ImageTransferLearning(options)),
            TaskKind.Multiclass => Named(chain.Append<ITransformer>(mlContext.MulticlassClassification.Trainers.ImageTransferLearning(options))),
            TaskKind.Ordinal => Named(chain.Append<ITransformer>(mlContext.MulticlassClassification.Trainers.ImageOrdinalTransferLearning(options))),
            TaskKind.Regression => chain.Append<ITransformer>(mlContext.Regression.Trainers.ImageTransferLearning(options)),
            _ => throw new NotSupportedException($"{nameof(PipelineChain)} must train each kind of task. It lacks '{pipeline.Task.Kind}'."),
        };

        // Evaluators want the predicted key, apps its name.
        EstimatorChain<ITransformer> Named(EstimatorChain<ITransformer> trained) => trained.Append<ITransformer>(mlContext.Transforms.Conversion.MapKeyToValue("PredictedClass", "PredictedLabel"));
    }

    /// <summary>The steps before augmentation and trainer: labels and images, as every network sees them.</summary>
    public static EstimatorChain<ITransformer> Inputs(MLContext mlContext, Pipeline pipeline, IReadOnlyList<string> labelNames)
    {
        var target = TargetColumn(pipeline);
        var chain = new EstimatorChain<ITransformer>();
        if (Labels(mlContext, pipeline, labelNames, target) is { } labels) chain = chain.Append<ITransformer>(labels);
        if (pipeline.Task.IsSelfTrained) chain = chain.Append<ITransformer>(mlContext.Transforms.ReplaceUncertainLabels(target, scoreColumnName: nameof(LabelledImage.SoftLabels)));
        chain = chain.Append<ITransformer>(mlContext.Transforms.LoadImageTensors(Loading(pipeline.Image)));
        return Stains(mlContext, pipeline) is { } stains ? chain.Append<ITransformer>(stains) : chain;
    }

    /// <summary>The step that normalises stains; null where there is none.</summary>
    public static StainNormalizingEstimator? Stains(MLContext mlContext, Pipeline pipeline) => pipeline.Image.StainNormalization switch
    {
        StainNormalizationKind.Fit => mlContext.Transforms.NormalizeStains(Image, seed: pipeline.Seed),
        StainNormalizationKind.Reference => mlContext.Transforms.NormalizeStains(Image, reference: StainReference.Published),
        _ => null,
    };

    /// <summary>How images are decoded.</summary>
    public static LoadImageTensorsOptions Loading(ImageSettings image)
    {
        var decode = image.ToDecodeSettings();
        return new(Image, decode.Height, decode.Width, nameof(LabelledImage.Path), decode.Channels, decode.PixelType, decode.Resize,
            image.Unreadable, Preprocess: decode.Preprocess);
    }

    /// <summary>What images are when the network sees them.</summary>
    public static ImageLayout LayoutOf(Pipeline pipeline)
    {
        var decode = pipeline.Image.ToDecodeSettings();
        return new(decode.Channels, decode.Height, decode.Width, decode.PixelType);
    }

    /// <summary>What happens to images while training.</summary>
    public static AugmentationPolicy Policy(Pipeline pipeline) => new([.. pipeline.Augmentation.Select(AugmentationSteps.Of)]);

    /// <summary>The label column. A binary model and one of a number call their output after it: the zip then knows what it predicts.</summary>
    public static string TargetColumn(Pipeline pipeline) => pipeline.Task.Kind switch
    {
        TaskKind.Binary => pipeline.Task.Labels[0],
        TaskKind.MultiLabel => "Targets",
        TaskKind.Multiclass or TaskKind.Ordinal => "Class",
        TaskKind.Regression => pipeline.Data.NumberName,
        _ => throw new NotSupportedException($"{nameof(PipelineChain)} must know the label of each kind of task. It lacks '{pipeline.Task.Kind}'."),
    };

    // Null where the label is a column of the data: numbers are predicted as they are.
    private static IEstimator<ITransformer>? Labels(MLContext mlContext, Pipeline pipeline, IReadOnlyList<string> labelNames, string target)
    {
        var task = pipeline.Task;
        return task.Kind switch
        {
            TaskKind.Binary => mlContext.Transforms.MapUncertainLabel(target, nameof(LabelledImage.Labels), labelNames[0], task.PolicyAt(0), task.Blank, pipeline.Seed),
            TaskKind.MultiLabel => mlContext.Transforms.MapUncertainLabels(new MapUncertainLabelsOptions(
                target, nameof(LabelledImage.Labels), task.Labels, task.Uncertain, task.Blank, task.UncertainByLabel, Seed: pipeline.Seed)),
            TaskKind.Multiclass => Keys(ValueToKeyMappingEstimator.KeyOrdinality.ByValue),
            // In the order of the file, which by value would be that of the words.
            TaskKind.Ordinal => Keys(ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence),
            TaskKind.Regression => null,
            _ => throw new NotSupportedException($"{nameof(PipelineChain)} must make the label of each kind of task. It lacks '{task.Kind}'."),
        };

        ValueToKeyMappingEstimator Keys(ValueToKeyMappingEstimator.KeyOrdinality order) =>
            mlContext.Transforms.Conversion.MapValueToKey(target, nameof(LabelledImage.Label), keyOrdinality: order, keyData: Classes(mlContext, task));
    }

    // The classes in the order of the file; null takes those that the training rows have.
    private static IDataView? Classes(MLContext mlContext, TaskSettings task) =>
        task.Labels.Count == 0 ? null : mlContext.Data.LoadFromEnumerable(task.Labels.Select(name => new ClassName { Name = name }));

    private sealed class ClassName
    {
        public required string Name { get; init; }
    }
}
