using System.Diagnostics;
using Microsoft.ML;
using MlNetTL.Backbones;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Splits;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using MlNetTL.Foundation;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Weights;

namespace MlNetTL.Cli.Runs;

/// <summary>A training run from the pipeline to the run's folder: fit, evaluate, save, report.</summary>
/// <param name="terminal">Takes warnings.</param>
/// <param name="pipeline">What to run.</param>
/// <param name="output">The run's folder; null for a new one in the pipeline's output folder.</param>
/// <param name="cancel">Ends the run; files that are written by then are whole and stay.</param>
/// <param name="reopened">The folder of a run that was cut off, and that this one goes on with; null for a new run.</param>
/// <param name="rule">What a rule chose already, for several runs at once; null for none.</param>
internal sealed class TrainRun(Terminal terminal, Pipeline pipeline, string? output, CancellationToken cancel, RunFolder? reopened = null, string? rule = null)
{
    private readonly DateTimeOffset _started = TimeProvider.System.GetLocalNow();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly MLContext _mlContext = new(pipeline.Seed);

    private string? _rule = rule ?? reopened?.ReadRule();

    /// <summary>The folder, once there is one.</summary>
    public RunFolder? Folder { get; private set; }

    /// <summary>Runs it.</summary>
    public RunResult Run(RunProgress progress)
    {
        var warnings = new Warnings(_mlContext, terminal);
        RequireWhatCanBeKnownNow();
        var data = PipelineData.Load(_mlContext, pipeline, new DrawingProgress(progress), cancel);
        foreach (var sentence in SetsApart.Require(data).Concat(data.Notes ?? [])) warnings.Add(sentence);
        BalancedSampling.Require(pipeline, data.Train);
        if (data.Train is { HasPatients: false, HasSources: false })
            warnings.Add("The data name no patients: images of one patient may stand on both sides of a split, and then the figures are too good. Name the patients' column in data.patientColumn.");
        if (data.Validation is null)
            warnings.Add("All images are trained on (data.validationFraction 0): the weights of the last epoch are kept. Figures on the training images say how well the model remembers them, and nothing about new images.");
        // A run that goes on has every setting written out.
        if (reopened is null) TakeRule([.. data.Train.Rows.Select(row => row.Path)]);
        Folder = reopened ?? (output is null ? RunFolder.Create(pipeline.Output.Folder, pipeline.Name, TimeProvider.System) : RunFolder.At(output));
        try
        {
            // The run's own pipeline file states what came of it: run again, or resumed, it takes the same steps in the same parts.
            pipeline = MemoryFit.Of(_mlContext, pipeline, data, progress.Say);
            Folder.WritePipeline(pipeline);
            if (_rule is not null) Folder.WriteRule(_rule);
            if (data.Split is { } split)
            {
                SplitFile.Write(Folder.SplitPath, split.ToTable(SplitWords.Settings(pipeline, pipeline.Data.Split!, split.Groups.Unit)));
                progress.Say(split.Description);
            }
            progress.Say($"{Describe(data)} Results go to {Folder.Path}.");
            if (_rule is not null) progress.Say(_rule);
            RequireDisk(data, progress, warnings);
            return Run(data, Folder, progress, warnings);
        }
        catch
        {
            // The same --output can then be named again. A run that was reopened is not ours to take back: it may be going on at this moment.
            if (reopened is null) Folder.TakeBackUnlessSomethingWasLearned();
            throw;
        }
    }

    private RunResult Run(PipelineData data, RunFolder folder, RunProgress progress, Warnings warnings)
    {
        var reporter = new TrainingReporter(progress, folder, pipeline.Training.Epochs);
        var taught = pipeline.Task.IsSelfTrained ? new SelfTraining(_mlContext, pipeline, folder, cancel).Run(data, reporter, progress) : data;
        var chain = PipelineChain.Build(_mlContext, GradeOrder.Stated(pipeline, data.Train), data.Train.LabelNames, folder.CheckpointPath, reporter.Take, reporter.Take, cancel, reporter.Note);
        var train = taught.Train.ToView(_mlContext, withSource: pipeline.Training.Sampling == SamplingKind.Source);
        var fitted = data.Validation is { } validation ? chain.Fit(train, validation.ToView(_mlContext)) : chain.Fit(train);
        using var model = new SavedModel(_mlContext, fitted);
        var evaluations = Evaluate(model, data, progress);
        if (pipeline.Output.Study is not null && evaluations.Any(evaluation => evaluation.Studies is null)) warnings.Add(Evaluations.NoStudies);
        var counts = Count(data, evaluations);
        cancel.ThrowIfCancellationRequested();

        AtomicFile.Write(folder.ModelPath, stream => _mlContext.Model.Save(fitted, data.Train.ToView(_mlContext).Schema, stream));
        var result = new RunResult(pipeline, ProvenanceOf(model), counts, reporter.History, reporter.BestEpoch,
            evaluations, warnings.All, _clock.Elapsed.TotalSeconds, data.Split?.Description, _rule)
        { Notes = reporter.Notes };
        folder.WriteResult(result);
        // The test images are the better witness where there are some.
        folder.WriteReport(HtmlReport.Render(result, Examples.Of(evaluations[^1], model.Loader.Options.Decode)));
        folder.DeleteCheckpoint();
        return result;
    }

    // A misspelt network, absent weights or an absent GPU must not come out after minutes of decoding.
    private void RequireWhatCanBeKnownNow()
    {
        if (reopened is null) OutputPath.RequireNewFolder(output);
        var options = TrainerOptions.BeforeTheRule(pipeline, "Label", PipelineChain.Image);
        options.Validate(PipelineChain.LayoutOf(pipeline));
        if (pipeline.Model.Weights is { } weights) WeightsLocator.Find(BackboneTable.All[pipeline.Model.Backbone], weights);
        if (options.Device is { } device) TorchDevice.Resolve(device, _mlContext, terminal.Warn);
        PipelineChain.Policy(pipeline).Validate();
    }

    private void TakeRule(IReadOnlyList<string> trainingImages)
    {
        (pipeline, var origin) = RuleSettings.Resolve(pipeline, trainingImages.Count, trainingImages);
        if (origin is null) return;
        _rule = origin;
        TrainerOptions.Of(pipeline, "Label", PipelineChain.Image).Validate(PipelineChain.LayoutOf(pipeline));
    }

    private void RequireDisk(PipelineData data, RunProgress progress, Warnings warnings)
    {
        var need = DiskNeed.Of(pipeline.Image, [.. data.Train.Rows.Concat(data.Validation?.Rows ?? []).Select(row => row.Path)], cancel);
        DiskNeed.Require(need);
        if (need.Bytes > 0) progress.Say(DiskNeed.Words(need));
        if (DiskNeed.IsTight(need)) warnings.Add($"The decoded images leave little room on the disk of '{need.Folder}'. MLNETTL_CACHE names a folder on another disk.");
    }

    private List<EvaluationResult> Evaluate(SavedModel model, PipelineData data, RunProgress progress)
    {
        var source = new PipelineSource(_mlContext, pipeline, null, cancel);
        var skip = pipeline.Image.Unreadable == UnreadableImages.Missing;
        // Where nothing was held out, the training images are measured: how well they are remembered is better than no word.
        var seen = data.Validation ?? data.Train.Known(source.HasTruth);
        var evaluations = new List<EvaluationResult> { Evaluations.Run(model, seen, source, choseBestEpoch: data.Validation is not null, skip, Scoring(seen), cancel) };
        if (data.Test is { } test) evaluations.Add(Evaluations.Run(model, test, source, choseBestEpoch: false, skip, Scoring(test), cancel));
        return evaluations;

        Action<int> Scoring(ImageTable table) =>
            done => progress.Report($"Scoring the {table.Set} images", (double)done / table.Rows.Count, $"{done:N0} of {table.Rows.Count:N0}");
    }

    private List<DataCount> Count(PipelineData data, List<EvaluationResult> evaluations)
    {
        // The trainer has put every readable image into the store: asking again decodes none but the unreadable ones.
        var unreadable = 0;
        if (pipeline.Image.Unreadable == UnreadableImages.Missing)
        {
            using var stored = ImageStore.Open(pipeline.Image.ToDecodeSettings())
                .Prepare([.. data.Train.Rows.Select(row => row.Path)], skipUnreadable: true, cancel: cancel);
            unreadable = stored.Unreadable.Count;
        }
        var counts = new List<DataCount> { data.Train.Count(unreadable) };
        if (data.Validation is { } validation) counts.Add(validation.Count(evaluations[0].Unscored));
        if (data.Test is { } test) counts.Add(test.Count(evaluations[1].Unscored));
        return counts;
    }

    private Provenance ProvenanceOf(SavedModel model) => RunProvenance.Of(model.Description, pipeline.Model.Weights, _started);

    private static string Describe(PipelineData data)
    {
        var test = data.Test is { } table ? $", {table.Rows.Count:N0} to test" : "";
        return $"{data.Train.Rows.Count:N0} images to train, {(data.Validation is { } validation ? $"{validation.Rows.Count:N0}" : "none")} to validate{test}.";
    }
}
