using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Cli.Splits;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.DataSets;

/// <summary>Divides a pipeline's images and writes where each went.</summary>
internal static class SplitWriting
{
    /// <summary>Divides and writes.</summary>
    /// <param name="pipeline">The pipeline; its 'data.split' says how, and has its default where absent.</param>
    /// <param name="file">The file.</param>
    /// <param name="drawing">Told how far drawn data are.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The images with their sets, or folds.</returns>
    public static DataRows Write(Pipeline pipeline, string file, IProgress<double>? drawing, CancellationToken cancel)
    {
        var settings = pipeline.Data.Split ?? new();
        if (settings.File is not null) throw new ArgumentException($"data.split.file must be absent, as the split is to be made. Received: '{settings.File}'.");
        pipeline = pipeline with { Data = pipeline.Data with { Split = settings } };
        var source = new PipelineSource(new MLContext(pipeline.Seed), pipeline, drawing, cancel);
        var split = new PipelineSplit(pipeline, source.Read("train", pipeline.Data.Train));
        var sets = split.Divide(source.HasTarget);
        var table = sets.ToTable(SplitWords.Settings(pipeline, settings, sets.Groups.Unit));
        var names = sets.Sets;
        if (settings.Folds is { } folds)
        {
            names = [.. split.FoldsOf(folds).Select(fold => $"{fold}")];
            table = table with { Folds = folds, Rows = [.. split.Groups.Names.Select((name, i) => new SplitRow(name, split.Groups.Groups[i], names[i])).DistinctBy(row => row.Path)] };
        }
        SplitFile.Write(file, table);
        return new(sets.All, names, SplitGroups.RootOf(pipeline.Data, sets.All), settings.Folds is null ? [sets.Description] : []);
    }
}
