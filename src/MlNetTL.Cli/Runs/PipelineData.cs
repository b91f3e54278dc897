using Microsoft.ML;
using MlNetTL.Cli.Splits;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Runs;

/// <summary>The images that a pipeline names: to train on, to choose the best epoch by, and to read once at the end.</summary>
/// <param name="Train">The training images of which a label is known.</param>
/// <param name="Validation">The validation images of which a label is known; null where all images are trained on.</param>
/// <param name="Test">The test images, or null where the pipeline names none.</param>
/// <param name="Split">How they were divided; null where the data set's own sets, or a share of the patients for validation, are all that was asked for.</param>
/// <param name="Notes">What a person should know of images that were left out, a sentence each.</param>
internal sealed record PipelineData(ImageTable Train, ImageTable? Validation, ImageTable? Test, SplitSets? Split = null, IReadOnlyList<string>? Notes = null)
{
    /// <summary>Reads the manifests; phantoms are drawn where they are not there yet. No image is read, unless poor ones are to be left out.</summary>
    public static PipelineData Load(MLContext mlContext, Pipeline pipeline, IProgress<double>? drawing, CancellationToken cancel) =>
        QualityGate.Pass(List(mlContext, pipeline, drawing, cancel), pipeline.Image.Quality, pipeline.Image.Channels, cancel);

    private static PipelineData List(MLContext mlContext, Pipeline pipeline, IProgress<double>? drawing, CancellationToken cancel)
    {
        var data = pipeline.Data;
        var source = new PipelineSource(mlContext, pipeline, drawing, cancel);
        var train = source.Read("train", data.Train);
        RequireNamedSplits(data, train);
        var test = data.Test is null ? null : source.Read("test", data.Test);
        var validation = data.Validation is null ? null : source.Read("validation", data.Validation);
        string[] notes = [.. new[] { train, validation, test }.OfType<ImageTable>().Select(source.ClassesLeftOut).OfType<string>()];
        var sets = Divide(pipeline, source, train, validation?.Known(source.HasTruth), test?.Known(source.HasTruth));
        return notes.Length == 0 ? sets : sets with { Notes = notes };
    }

    private static PipelineData Divide(Pipeline pipeline, PipelineSource source, ImageTable train, ImageTable? validation, ImageTable? test)
    {
        var data = pipeline.Data;
        if (data.Split is not null) return Divide(new PipelineSplit(pipeline, train).Divide(source.HasTarget), source, validation, test);
        if (validation is not null) return new(train.Known(source.HasTarget), validation, test);
        if (data.ValidationFraction == 0) return new(train.Known(source.HasTarget), null, test);
        var (kept, held) = HoldOut(train.Known(source.HasLabel), data.ValidationFraction, pipeline.Seed);
        return new(kept.Known(source.HasTarget), held.Known(source.HasTruth), test);
    }

    /// <summary>The sets that there are.</summary>
    public IEnumerable<ImageTable> Sets => new[] { Train, Validation, Test }.OfType<ImageTable>();

    private static PipelineData Divide(SplitSets split, PipelineSource source, ImageTable? validation, ImageTable? test) => new(
        split.Table("train").Known(source.HasTarget),
        validation ?? split.Table("validation").Known(source.HasTruth),
        test ?? (split.Sets.Contains("test") ? split.Table("test").Known(source.HasTruth) : null), split);

    // Whoever has a folder of test images did not mean to train on them.
    private static void RequireNamedSplits(DataSettings data, ImageTable train)
    {
        if (data.Dataset != DatasetKind.Folders || data.Train is not null || data.Split is not null) return;
        var splits = train.Rows.Select(row => row.Split).Where(split => split.Length > 0).Distinct().ToArray();
        if (splits.Length > 1)
            throw new ArgumentException($"data.train must name splits, as the folder has several: {string.Join(", ", splits)}. "
                + "Received nothing. Set data.train, and data.validation or data.test, in the pipeline file.");
    }

    // Patients stay whole, or slides where there are no patients, or studies where there is neither: images of one patient are so alike that a network would be rewarded for knowing them.
    private static (ImageTable Kept, ImageTable Held) HoldOut(ImageTable all, double fraction, int seed)
    {
        string[]? groups = all.HasPatients ? [.. all.Rows.Select(row => row.Patient)] : all.HasSources ? [.. all.Rows.Select(row => row.Source)] : all.HasStudies ? [.. all.Rows.Select(row => row.Study)] : null;
        var (train, held) = GroupSplit.HoldOut(all.Rows.Count, groups, fraction, seed);
        return (all with { Rows = [.. train.Select(i => all.Rows[i])] },
            all with { Set = "validation", Rows = [.. held.Select(i => all.Rows[i])], Unlabelled = 0 });
    }
}
