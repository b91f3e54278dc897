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
/// <param name="output">The folder for the results; null for a new one in the pipeline's output folder.</param>
/// <param name="cancel">Ends the search.</param>
internal sealed class LearningRateRun(Terminal terminal, Pipeline pipeline, LearningRateSearch search, string? output, CancellationToken cancel)
{
    private readonly MLContext _mlContext = new(pipeline.Seed);
    private RunFolder? _folder;

    /// <summary>The page.</summary>
    public string PagePath => Path.Combine(_folder!.Path, "learning-rates.html");

    /// <summary>A row for each step.</summary>
    public string CsvPath => Path.Combine(_folder!.Path, "learning-rates.csv");

    /// <summary>Runs it.</summary>
    public LearningRateCurve Run(RunProgress progress)
    {
        _ = new Warnings(_mlContext, terminal);
        OutputPath.RequireNewFolder(output);
        var data = PipelineData.Load(_mlContext, pipeline, new DrawingProgress(progress), cancel);
        SetsApart.Require(data);
        var (settled, rule) = RuleSettings.Resolve(pipeline, data.Train.Rows.Count);
        if (rule is not null) progress.Say(rule);
        var plan = StagePlan.Of(TrainerOptions.Of(settled, PipelineChain.TargetColumn(settled), PipelineChain.Image));
        search.Validate(plan.PhaseStarts.Count);
        var curve = PipelineChain.Build(_mlContext, settled, data.Train.LabelNames, checkpointFolder: null, step => Report(progress, step), _ => { }, cancel)
            .FindLearningRate(data.Train.ToView(_mlContext), search);
        // After the work: a search that failed leaves no folder behind.
        _folder = output is null ? RunFolder.Create(pipeline.Output.Folder, $"{pipeline.Name}-learning-rate", TimeProvider.System) : RunFolder.At(output);
        Write(curve, plan.PhaseOf(plan.PhaseStarts[search.Phase - 1]));
        return curve;
    }

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
