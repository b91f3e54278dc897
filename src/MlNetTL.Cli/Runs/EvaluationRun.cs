using System.Diagnostics;
using Microsoft.ML;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Splits;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using MlNetTL.Images;

namespace MlNetTL.Cli.Runs;

/// <summary>Measures a saved model on some images and writes what came of it.</summary>
internal sealed class EvaluationRun(Terminal terminal, EvaluationOptions options, CancellationToken cancel)
{
    private readonly DateTimeOffset _started = TimeProvider.System.GetLocalNow();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly MLContext _mlContext = new(seed: 1);

    /// <summary>Runs it.</summary>
    public (RunResult Result, RunFolder Folder) Run(RunProgress progress)
    {
        var warnings = new Warnings(_mlContext, terminal);
        OutputPath.RequireNewFolder(options.Output);
        using var model = SavedModel.Load(_mlContext, options.Model);
        var trained = SavedModel.PipelineOf(options.Model);
        var pipeline = Measured(model, trained, warnings);
        var written = WrittenSplit(pipeline, trained);
        if (trained?.Image.Quality is not null) warnings.Add("The run left poor images out (image.quality). Here all are measured.");
        var splits = options.Splits ?? DefaultSplits(pipeline.Data);
        var standing = Standing.Of(trained, written is null ? pipeline.Data : pipeline.Data with { Split = trained!.Data.Split }, splits);
        foreach (var sentence in standing.Warnings) warnings.Add(sentence);

        var source = new PipelineSource(_mlContext, pipeline, new DrawingProgress(progress), cancel);
        var listed = Read(source, pipeline, written, standing.Set, splits);
        if (source.ClassesLeftOut(listed) is { } leftOut) warnings.Add(leftOut);
        var table = listed.Known(source.HasTruth);
        if (table.Rows.Count == 0)
            throw new InvalidDataException($"At least one image must have a known label of the model ({string.Join(", ", model.Description.LabelNames)}). "
                + $"Found none in {table.Unlabelled:N0} images.");
        var evaluation = Evaluations.Run(model, table, source, standing.ChoseBestEpoch, skipUnreadable: true,
            done => progress.Report("Scoring images", (double)done / table.Rows.Count, $"{done:N0} of {table.Rows.Count:N0}"), cancel);

        if (pipeline.Output.Study is not null && evaluation.Studies is null) warnings.Add(Evaluations.NoStudies);
        var folder = options.Output is null
            ? RunFolder.Create(pipeline.Output.Folder, $"{pipeline.Name}-evaluation", TimeProvider.System) : RunFolder.At(options.Output);
        var result = new RunResult(pipeline, RunProvenance.Of(model.Description, null, _started),
            [table.Count(evaluation.Unscored)], [], null, [evaluation], warnings.All, _clock.Elapsed.TotalSeconds);
        folder.WriteResult(result);
        folder.WriteReport(HtmlReport.Render(result, Examples.Of(evaluation, model.Loader.Options.Decode)));
        return (result, folder);
    }

    // The division that the run wrote down, and not one made again: a policy or a view that was changed since would divide otherwise.
    private string? WrittenSplit(Pipeline pipeline, Pipeline? trained)
    {
        var file = SavedModel.BesideModel(options.Model, "split.csv");
        return trained?.Data.Split is not null && pipeline.Data.Split is { File: null } && Standing.IsSame(trained.Data, pipeline.Data) && File.Exists(file) ? file : null;
    }

    // What is predicted comes from the model, where the images come from out of the file.
    private Pipeline Measured(SavedModel model, Pipeline? trained, Warnings warnings)
    {
        var given = options.Pipeline is { } file ? new Overrides(options.Data).Read(file)
            : trained is null
                ? throw new ArgumentException($"A pipeline file must describe the data, as there is no pipeline.resolved.json beside {options.Model}. "
                + "Name one with --pipeline; only its data and task are used.")
            : options.Data is { } folder ? trained with { Data = trained.Data with { Folder = Path.GetFullPath(folder) } } : trained;
        var description = model.Description;
        var decode = model.Loader.Options.Decode;
        return (trained ?? given) with
        {
            Name = given.Name,
            Description = $"{Path.GetFileName(Path.GetFullPath(options.Model))}, measured on {Words(given.Data)}.",
            Data = given.Data,
            Task = given.Task with
            {
                Kind = Evaluations.KindOf(description.Task),
                Labels = SharedLabels.Of(given, description, warnings),
                Method = Evaluations.MethodOf(description.OrdinalMethod),
            },
            Image = new(decode.Height, decode.Width, decode.Height, decode.Channels, decode.PixelType, decode.Resize, UnreadableImages.Missing,
                decode.Preprocess?.Steps.Select(PreprocessStep.Of).ToArray(), (trained ?? given).Image.StainNormalization),
            Model = (trained ?? given).Model with
            {
                Backbone = description.Backbone,
                Weights = description.PretrainedWeights,
                Top = description.HiddenLayers,
                TopActivation = Enum.Parse<TopActivationKind>($"{description.HiddenActivation}"),
                TopDropout = description.HiddenDropout,
                TopBatchNorm = description.HiddenBatchNorm,
            },
            Output = (trained ?? given).Output with { Study = given.Output.Study ?? trained?.Output.Study },
            Seed = description.Seed,
        };
    }

    private static ImageTable Read(PipelineSource source, Pipeline pipeline, string? written, string set, IReadOnlyList<string>? splits)
    {
        if (Standing.DividedSet(pipeline.Data, splits) is not { } asked) return source.Read(set, splits);
        var division = written is null ? pipeline : pipeline with { Data = pipeline.Data with { Split = new(File: written) } };
        var divided = new PipelineSplit(division, source.Read("train", pipeline.Data.Train)).Divide(source.HasTarget);
        return divided.Table(asked) with { Set = set };
    }

    private static string Words(DataSettings data) => data.Dataset switch
    {
        DatasetKind.Phantoms => "phantoms",
        DatasetKind.Csv => $"the images of {data.Csv}",
        _ => $"the images of {Path.GetFileName(data.Folder?.TrimEnd(Path.DirectorySeparatorChar))}",
    };

    private static IReadOnlyList<string>? DefaultSplits(DataSettings data) =>
        data.Test ?? (data.Split is null ? null : SplitDefaults(data)) ?? data.Validation ?? (data.Definition.Splits is [.., var last] ? [last] : null);

    private static IReadOnlyList<string>? SplitDefaults(DataSettings data) =>
        data.Split is { Test: not null } or { Folds: not null } or { File: not null } ? ["test"] : data.Validation is null ? ["validation"] : null;
}
