using Microsoft.ML;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Training;

namespace MlNetTL.Cli.Runs;

/// <summary>The images that a pipeline names: to train on, to choose the best epoch by, and to read once at the end.</summary>
/// <param name="Train">The training images of which a label is known.</param>
/// <param name="Validation">The validation images of which a label is known.</param>
/// <param name="Test">The test images, or null where the pipeline names none.</param>
/// <param name="Notes">What a person should know of images that were left out, a sentence each.</param>
internal sealed record PipelineData(ImageTable Train, ImageTable Validation, ImageTable? Test, IReadOnlyList<string>? Notes = null)
{
    /// <summary>Reads the manifests; phantoms are drawn where they are not there yet. No image is read, unless poor ones are to be left out.</summary>
    public static PipelineData Load(MLContext mlContext, Pipeline pipeline, IProgress<double>? drawing, CancellationToken cancel) =>
        QualityGate.Pass(List(mlContext, pipeline, drawing, cancel), pipeline.Image.Quality, pipeline.Image.Channels, cancel);

    private static PipelineData List(MLContext mlContext, Pipeline pipeline, IProgress<double>? drawing, CancellationToken cancel)
    {
        var data = pipeline.Data;
        var source = new PipelineSource(mlContext, pipeline, drawing, cancel);
        var train = source.Read("train", data.Train);
        var test = data.Test is null ? null : source.Read("test", data.Test).Known(source.HasTruth);
        if (data.Validation is not null) return new(train.Known(source.HasTarget), source.Read("validation", data.Validation).Known(source.HasTruth), test);
        var (kept, held) = HoldOut(train.Known(source.HasTarget), data.ValidationFraction, pipeline.Seed);
        return new(kept, held.Known(source.HasTruth), test);
    }

    // Patients stay whole: images of one patient are so alike that a network would be rewarded for knowing them.
    private static (ImageTable Kept, ImageTable Held) HoldOut(ImageTable all, double fraction, int seed)
    {
        var (train, held) = ValidationSplit.Choose(all.Rows.Count, all.HasPatients ? [.. all.Rows.Select(row => row.Patient)] : null, fraction, seed);
        return (all with { Rows = [.. train.Select(i => all.Rows[i])] },
            all with { Set = "validation", Rows = [.. held.Select(i => all.Rows[i])], Unlabelled = 0 });
    }
}
