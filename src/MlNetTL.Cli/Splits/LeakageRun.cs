using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Runs;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using MlNetTL.Foundation;
using Spectre.Console;

namespace MlNetTL.Cli.Splits;

/// <summary>Trains a pipeline under several splits and compares the figures on their test images.</summary>
internal sealed class LeakageRun(Terminal terminal, LeakageOptions options, CancellationToken cancel)
{
    private const double DefaultTest = 0.2;

    /// <summary>Runs it.</summary>
    public int Run()
    {
        OutputPath.RequireNewFolder(options.Output);
        var pipeline = WithTest(options.Overrides.Read(options.Pipeline));
        if (pipeline.Task.Kind == TaskKind.Regression)
            throw new ArgumentException("task.kind must be one with classes or labels: splits are compared by AUC and accuracy, which a number has not. Received: 'regression'. Train the pipeline with --split-by image and with --split-by patient instead.");
        RequireUnits(pipeline);
        (pipeline, var rule) = Settled(pipeline);
        var folder = options.Output is null ? RunFolder.Create(pipeline.Output.Folder, $"{pipeline.Name}-leakage", TimeProvider.System) : RunFolder.At(options.Output);
        var runs = new List<LeakageFigure>();
        foreach (var unit in options.Units)
            for (var repeat = 0; repeat < options.Repeats; repeat++)
            {
                var name = $"by-{SplitGroups.Word(unit)}{(options.Repeats > 1 ? $"-{repeat + 1}" : "")}";
                terminal.Say($"{name}: training …");
                var run = new TrainRun(terminal, Under(pipeline, unit, repeat), Path.Combine(folder.Path, name), cancel, rule: rule);
                runs.Add(LeakageFigure.Of(SplitGroups.Word(unit), pipeline.Seed + repeat, name, RunProgress.During(terminal, run.Run)));
            }
        var comparison = LeakageComparison.Of(pipeline.Name, runs);
        AtomicFile.WriteText(Path.Combine(folder.Path, "leakage.json"), RunJson.Write(comparison));
        var page = Path.Combine(folder.Path, "leakage.html");
        AtomicFile.WriteText(page, LeakagePage.Render(comparison));
        Write(comparison);
        terminal.Say($"Comparison: {page}");
        return ExitCode.Success;
    }

    // Once, for the fewest training images of all runs: else a rule by their number might train the splits differently, and the gap would not be the split's alone.
    private (Pipeline Pipeline, string? Rule) Settled(Pipeline pipeline)
    {
        if (pipeline.RuleInForce == TrainingRuleKind.None) return (pipeline, null);
        var fewest = options.Units.SelectMany(unit => Enumerable.Range(0, options.Repeats).Select(repeat => Under(pipeline, unit, repeat)))
            .Min(run => PipelineData.Load(new(run.Seed), run, null, cancel).Train.Rows.Count);
        var (settled, rule) = RuleSettings.Resolve(pipeline, fewest);
        // From here on all count as stated.
        return (settled with { Stated = null }, rule);
    }

    private Pipeline Under(Pipeline pipeline, SplitUnit unit, int repeat) => pipeline with
    {
        Seed = pipeline.Seed + repeat,
        Name = $"{pipeline.Name}-by-{SplitGroups.Word(unit)}",
        Data = pipeline.Data with { Split = pipeline.Data.Split! with { By = unit, Seed = (pipeline.Data.Split!.Seed ?? pipeline.Seed) + repeat } },
    };

    private static Pipeline WithTest(Pipeline pipeline)
    {
        var (data, split) = (pipeline.Data, pipeline.Data.Split ?? new());
        foreach (var (name, value) in new[] { ("data.test", data.Test), ("data.validation", data.Validation) })
            if (value is not null) throw new ArgumentException($"{name} must be absent, as the same images are to be split in several ways. Received: '{string.Join("', '", value)}'. Take it out of the pipeline, or name its rows in data.train.");
        if (split.File is { } file) throw new ArgumentException($"data.split.file must be absent, as the same images are to be split in several ways. Received: '{file}'.");
        if (split.Test is null && split.Folds is null) split = split with { Test = DefaultTest };
        return pipeline with { Data = data with { Split = split } };
    }

    // A missing source must not come out after the first of several trainings.
    private void RequireUnits(Pipeline pipeline)
    {
        var source = new PipelineSource(new(pipeline.Seed), pipeline, null, cancel);
        var all = source.Read("train", pipeline.Data.Train);
        foreach (var unit in options.Units) SplitGroups.Of(pipeline.Data, all, unit);
    }

    private void Write(LeakageComparison comparison)
    {
        var table = new Table { Border = terminal.Out.Profile.Capabilities is { Unicode: true, Ansi: true } ? TableBorder.Rounded : TableBorder.Ascii };
        foreach (var name in new[] { "Split by", "Seed" }) table.AddColumn(name);
        foreach (var name in new[] { "Test images", "Patients", "AUC", "95 % interval", "Accuracy" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var run in comparison.Runs)
            table.AddRow(run.SplitBy, $"{run.Seed}", $"{run.TestImages:N0}", run.TestPatients is { } patients ? $"{patients:N0}" : "", Figures.Number(run.AreaUnderRocCurve), run.Interval, run.Accuracy is { } share ? Figures.Percent(share) : "");
        terminal.Out.Write(table);
        foreach (var gap in comparison.Gaps) terminal.Say(gap.ToString());
    }
}
