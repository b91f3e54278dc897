using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Ranking;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using MlNetTL.Foundation;
using MlNetTL.Scoring;
using MlNetTL.Training;
using TorchSharp;

namespace MlNetTL.Cli.Ranking;

/// <summary>Ranks candidates on the training images of a pipeline; validation and test images are not read. What is found is written after each candidate.</summary>
/// <param name="terminal">Takes warnings.</param>
/// <param name="pipeline">The task.</param>
/// <param name="candidates">The networks.</param>
/// <param name="images">The most images that are used; null for all.</param>
/// <param name="output">The folder for the results; null for a new one in the pipeline's output folder.</param>
/// <param name="cancel">Ends the ranking; candidates that are done by then are kept.</param>
internal sealed class RankRun(Terminal terminal, Pipeline pipeline, IReadOnlyList<Candidate> candidates, int? images, string? output, CancellationToken cancel)
{
    // Features are ranked by what is known: an uncertain class, or another model's guess, has no part in it.
    private static Pipeline Known(Pipeline pipeline) => pipeline with
    {
        Task = pipeline.Task.WithPolicies(policy => policy is UncertainPolicy.MultiClass or UncertainPolicy.SelfTrained ? UncertainPolicy.Ignore : policy),
    };

    private readonly DateTimeOffset _started = TimeProvider.System.GetLocalNow();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly MLContext _mlContext = new(pipeline.Seed);
    private readonly List<RankedNetwork> _done = [];

    /// <summary>The ranking as far as it came; null before the first candidate.</summary>
    public RankingResult? Result { get; private set; }

    /// <summary>The folder, once there is one.</summary>
    public RunFolder? Folder { get; private set; }

    /// <summary>The figures.</summary>
    public static string JsonPath(RunFolder folder) => Path.Combine(folder.Path, "rank.json");

    /// <summary>The page.</summary>
    public static string PagePath(RunFolder folder) => Path.Combine(folder.Path, "rank.html");

    /// <summary>Runs it.</summary>
    public RankingResult Run(RunProgress progress)
    {
        var warnings = new Warnings(_mlContext, terminal);
        OutputPath.RequireNewFolder(output);
        if (pipeline.Task.Kind == TaskKind.Regression)
            throw new ArgumentException("task.kind must be one with classes or labels: the H-score and the LogME of this ranking are of classes. Received: 'regression'. Rank an ordinal or multiclass pipeline of the same images.");
        var target = PipelineChain.TargetColumn(pipeline);
        var early = TrainerOptions.BeforeTheRule(pipeline, target, PipelineChain.Image);
        early.Validate(layout: null);
        var device = TorchDevice.Resolve(early.Device, _mlContext, terminal.Warn);
        var all = PipelineData.Load(_mlContext, pipeline, new Drawing(progress), cancel);
        SetsApart.Require(all);
        var train = all.Train;
        var options = Trained(train.Rows.Count, target, progress);
        var sample = Sample(train);
        Folder = output is null ? RunFolder.Create(pipeline.Output.Folder, $"{pipeline.Name}-ranking", TimeProvider.System) : RunFolder.At(output);
        try
        {
            progress.Say($"{candidates.Count} candidates on {sample.Rows.Count:N0} of {train.Rows.Count:N0} training images. Results go to {Folder.Path}.");
            // Fitted on all rows, so that a class is known even where the sample has none of it.
            var inputs = PipelineChain.Inputs(_mlContext, GradeOrder.Stated(Known(pipeline), train), train.LabelNames).Fit(train.ToView(_mlContext)).Transform(sample.ToView(_mlContext));
            using var data = TaskRows.Draw(_mlContext, inputs, KindOf(pipeline.Task.Kind), new(PipelineChain.Image, target, null), step => Decoding(progress, step), cancel);
            using var log = ((IHostEnvironment)_mlContext).Start("Rank");
            var probe = new CandidateProbe(data, options, device, log, warnings.Add, cancel);
            for (var i = 0; i < candidates.Count; i++)
            {
                var row = probe.Probe(candidates[i], Progress(progress, i)) with { IsPipelines = Candidates.IsPipelines(candidates[i], pipeline.Model) };
                _done.Add(row);
                progress.Say($"{candidates[i]}: {Line(row)}");
                Keep(Folder, data, train.Rows.Count, device, warnings);
            }
            return Result!;
        }
        catch when (_done.Count == 0)
        {
            // The same --output can then be named again.
            Folder.TakeBackUnlessSomethingWasLearned();
            throw;
        }
    }

    // Features hang on no rule, but a step's time and memory hang on the optimiser and the batch size, which are those of a training by this file.
    private ImageTransferLearningTrainer.Options Trained(int trainingImages, string target, RunProgress progress)
    {
        (pipeline, var rule) = RuleSettings.Resolve(pipeline, trainingImages);
        if (rule is not null) progress.Say($"Steps are timed as training would take them. {rule}");
        if (pipeline.Training.FitBatchToMemory)
            progress.Say($"training.fitBatchToMemory is not measured here, where each network would have parts of its own: steps are timed with batches of {pipeline.Training.BatchSize}, as 'batchSize' says.");
        return TrainerOptions.Of(pipeline, target, PipelineChain.Image);
    }

    // Evenly by chance, so that the classes keep their shares.
    private ImageTable Sample(ImageTable train)
    {
        if (images is not { } most || most >= train.Rows.Count) return train;
        var order = Enumerable.Range(0, train.Rows.Count).ToArray();
        new RowRandom(pipeline.Seed, "ranking").Shuffle<int>(order);
        return train with { Rows = [.. order.Take(most).Order().Select(row => train.Rows[row])] };
    }

    private void Keep(RunFolder folder, TaskRows data, int trainingImages, torch.Device device, Warnings warnings)
    {
        Result = new(pipeline, data.Names, data.Rows.Count, trainingImages, device.ToString(), torch.get_num_threads(), _started, _clock.Elapsed.TotalSeconds,
            [.. candidates.Skip(_done.Count).Select(candidate => candidate.ToString())], RankingResult.InOrder(_done), warnings.All, Versions.All());
        AtomicFile.WriteText(JsonPath(folder), RunJson.Write(Result));
        AtomicFile.WriteText(PagePath(folder), RankingReport.Render(Result));
    }

    // The candidates to come take as long as those before did, or as this one seems to take.
    private Action<CandidateProbe.Stage> Progress(RunProgress progress, int index)
    {
        var began = _clock.Elapsed;
        return stage =>
        {
            var spent = _clock.Elapsed - began;
            // Loading before, and the steps after the features, take about a quarter.
            var share = 0.75 * stage.Share;
            var whole = share > 0.05 ? spent / share : (TimeSpan?)null;
            var mean = index > 0 ? began / index : whole;
            TimeSpan? remaining = mean is { } other ? ((whole ?? other) - spent is { Ticks: > 0 } left ? left : TimeSpan.Zero) + other * (candidates.Count - 1 - index) : null;
            progress.Report($"Ranking {candidates.Count} candidates", (index + share) / candidates.Count, $"{candidates[index]}, {stage.Doing}", remaining);
        };
    }

    private static void Decoding(RunProgress progress, TrainingProgress step) =>
        progress.Report("Decoding images", step.Total == 0 ? 1 : (double)step.Done / step.Total, $"{step.Done:N0} of {step.Total:N0}", step.Remaining);

    private static string Line(RankedNetwork row) => row.IsScored
        ? $"LogME {Figures.Number(row.LogME)}, H-score {Figures.Number(row.HScore)}{(row.Problem is null ? $", {Figures.Duration(row.StepSeconds)} a step" : $". No step: {row.Problem}")}"
        : row.Problem!;

    private static PredictionTask KindOf(TaskKind kind) => kind switch
    {
        TaskKind.Binary => PredictionTask.Binary,
        // How features part classes is not a matter of their order.
        TaskKind.Multiclass or TaskKind.Ordinal => PredictionTask.Multiclass,
        TaskKind.MultiLabel => PredictionTask.MultiLabel,
        _ => throw new NotSupportedException($"{nameof(RankRun)} must score each kind of task. It lacks '{kind}'."),
    };

    private sealed class Drawing(RunProgress progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report("Drawing phantoms", value);
    }
}
