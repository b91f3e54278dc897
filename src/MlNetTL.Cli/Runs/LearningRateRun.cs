using System.Text;
using Microsoft.ML;
using MlNetTL.Cli.Progress;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using MlNetTL.Foundation;
using MlNetTL.Training;
using MlNetTL.Training.LearningRates;

namespace MlNetTL.Cli.Runs;

/// <summary>Looks for a learning rate on the training images of a pipeline, and writes what it found into a folder.</summary>
/// <param name="terminal">Takes warnings.</param>
/// <param name="pipeline">The pipeline.</param>
/// <param name="search">Which rates.</param>
/// <param name="phase">The phase whose stages train; null for the last, which has the rate of the file.</param>
/// <param name="output">The folder for the results; null for a new one in the pipeline's output folder.</param>
/// <param name="cancel">Ends the search.</param>
internal sealed class LearningRateRun(Terminal terminal, Pipeline pipeline, LearningRateSearch search, int? phase, string? output, CancellationToken cancel)
{
    private readonly MLContext _mlContext = new(pipeline.Seed);
    private RunFolder? _folder;
    private int? _phaseWithItsOwn;

    /// <summary>The page.</summary>
    public string PagePath => Path.Combine(_folder!.Path, "learning-rates.html");

    /// <summary>What to put into the pipeline file to begin with a rate. A rule that is in force since the file has no 'training' must be named once it has one.</summary>
    public string SettingFor(string rate) => _phaseWithItsOwn is { } place
        ? $"\"learningRate\": {rate} of training.phases[{place}]"
        : $"\"training\": {{ {(pipeline.RuleInForce != TrainingRuleKind.None && pipeline.Training.Rule is null ? "\"rule\": \"dataSize\", " : "")}\"learningRate\": {rate} }}";

    /// <summary>A row for each step.</summary>
    public string CsvPath => Path.Combine(_folder!.Path, "learning-rates.csv");

    /// <summary>Runs it.</summary>
    public LearningRateCurve Run(RunProgress progress)
    {
        _ = new Warnings(_mlContext, terminal);
        OutputPath.RequireNewFolder(output);
        var data = PipelineData.Load(_mlContext, pipeline, new DrawingProgress(progress), cancel);
        SetsApart.Require(data);
        var (resolved, rule) = RuleSettings.Resolve(pipeline, data.Train.Rows.Count, [.. data.Train.Rows.Select(row => row.Path)]);
        if (rule is not null) progress.Say(rule);
        var settled = MemoryFit.Of(_mlContext, GradeOrder.Stated(Searchable(resolved), data.Train), data, progress.Say);
        var plan = StagePlan.Of(TrainerOptions.Of(settled, PipelineChain.TargetColumn(settled), PipelineChain.Image));
        var place = phase ?? plan.PhaseStarts.Count;
        search = search with { Phase = place };
        search.Validate(plan.PhaseStarts.Count);
        if (pipeline.Training.Phases.Count >= place && pipeline.Training.Phases[place - 1].LearningRate is not null) _phaseWithItsOwn = place - 1;
        var curve = PipelineChain.Build(_mlContext, settled, data.Train.LabelNames, checkpointFolder: null, step => Report(progress, step), _ => { }, cancel)
            .FindLearningRate(data.Train.ToView(_mlContext), search);
        // After the work: a search that failed leaves no folder behind.
        _folder = output is null ? RunFolder.Create(pipeline.Output.Folder, $"{pipeline.Name}-learning-rate", TimeProvider.System) : RunFolder.At(output);
        Write(curve, plan.PhaseOf(plan.PhaseStarts[search.Phase - 1]));
        return curve;
    }

    // All training images, each as likely as another, and no model before this one.
    private static Pipeline Searchable(Pipeline pipeline) => pipeline with
    {
        Task = pipeline.Task.WithoutSelfTraining(),
        Data = pipeline.Data with { Validation = null, ValidationFraction = 0 },
        Training = pipeline.Training with { Sampling = SamplingKind.None, Patience = null, Schedule = new() },
    };

    private void Write(LearningRateCurve curve, string trains)
    {
        var csv = new StringBuilder("learningRate,loss,smoothedLoss\n");
        foreach (var point in curve.Points) csv.AppendJoin(',', Csv.Number(point.LearningRate), Csv.Number(point.Loss), Csv.Number(point.Smoothed)).Append('\n');
        AtomicFile.WriteText(CsvPath, csv.ToString());
        AtomicFile.WriteText(PagePath, LearningRatePage.Render(pipeline.Name, [.. curve.Points.Select(point => new LearningRateStep(point.LearningRate, point.Loss, point.Smoothed))],
            curve.Steepest, curve.Valley, trains));
    }

    private static void Report(RunProgress progress, TrainingProgress step)
    {
        var work = step.Stage == TrainingStage.Decoding ? "Decoding images" : "Training at rising rates";
        progress.Report(work, step.Total == 0 ? 1 : (double)step.Done / step.Total, $"{step.Done:N0} of {step.Total:N0}", step.Remaining);
    }
}
