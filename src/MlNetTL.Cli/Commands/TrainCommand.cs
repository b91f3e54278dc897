using System.CommandLine;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Runs;
using Spectre.Console;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl train</c>: from a pipeline file to a run's folder.</summary>
internal static class TrainCommand
{
    private const string Summary = "Trains a network as a pipeline file says, and writes a folder with the model as an ML.NET zip, its figures and a report.";

    private const string More = """
        Examples:
          mlnettl train pipelines/quickstart.json
          mlnettl train pipelines/chexpert-lung-opacity.json --data CheXpert-v1.0-small
          mlnettl train pipelines/quickstart.json --epochs 2 --output /tmp/try --device cpu

        Ctrl-C finishes the step at hand and keeps it; a second one ends at once. Cut off by either, by a kill or by a power cut, a run goes on with 'mlnettl resume <run folder>'.
          mlnettl train patches.json --split-by source
        """;

    /// <summary>What the command line says.</summary>
    /// <param name="Pipeline">The pipeline file.</param>
    /// <param name="Overrides">Settings in place of the file's.</param>
    /// <param name="Output">The run's folder; null for a new one in the pipeline's output folder.</param>
    private sealed record Options(string Pipeline, Overrides Overrides, string? Output);

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var pipeline = CommonOptions.Pipeline();
        var data = CommonOptions.Data();
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The folder of this run, which must be new or empty. Without it a folder is made in the pipeline's output folder.",
            HelpName = "folder"
        };
        var weights = new Option<string?>("--weights", "-w")
        {
            Description = "The pretrained weights: a name such as imagenet; a .safetensors, .pth or .npz file; a trained model.zip or its run's folder; or none to train from scratch.",
            HelpName = "name or file"
        };
        var seed = new Option<int?>("--seed") { Description = "The seed that everything random hangs on.", HelpName = "n" };
        var epochs = new Option<int?>("--epochs") { Description = "The most passes over the training images.", HelpName = "n" };
        var splitBy = CommonOptions.SplitBy();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new DescribedCommand("train", Summary, More) { pipeline, data, output, weights, seed, epochs, splitBy, device, threads };
        command.SetAction(parsed =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads));
            return Run(terminal, new(parsed.GetRequiredValue(pipeline),
                new(parsed.GetValue(data), parsed.GetValue(weights), parsed.GetValue(seed), parsed.GetValue(epochs), parsed.GetValue(device), parsed.GetValue(splitBy)),
                parsed.GetValue(output)), cancel);
        });
        return command;
    }

    private static int Run(Terminal terminal, Options options, CancellationToken cancel) =>
        Run(terminal, new TrainRun(terminal, options.Overrides.Read(options.Pipeline), options.Output, cancel));

    /// <summary>Runs a training and says what came of it.</summary>
    public static int Run(Terminal terminal, TrainRun run)
    {
        RunResult result;
        try
        {
            result = RunProgress.During(terminal, run.Run);
        }
        catch (OperationCanceledException) when (run.Folder is { } folder)
        {
            terminal.Error.MarkupLine($"[yellow]Cancelled.[/] {Left(folder).EscapeMarkup()}");
            return ExitCode.Cancelled;
        }
        Summarise(terminal, result, run.Folder!);
        return ExitCode.Success;
    }

    private static string Left(RunFolder folder) => folder.HasCheckpoint
        ? $"The steps so far are kept: 'mlnettl resume {CommonOptions.Quote(CommonOptions.Shortest(folder.Path))}' goes on from there."
        : "No step was completed, so nothing was kept.";

    private static void Summarise(Terminal terminal, RunResult result, RunFolder folder)
    {
        foreach (var evaluation in result.Evaluations) SummaryTable.Write(terminal.Out, evaluation);
        if (result.BestEpoch is { } best)
            terminal.Say($"Kept epoch {result.History[best].Epoch} of {result.History[^1].Epoch}. "
                + $"The run took {TimeSpan.FromSeconds(result.Seconds):h\\:mm\\:ss}.");
        terminal.Say($"Report:  {folder.ReportPath}");
        terminal.Say($"Model:   {folder.ModelPath}");
        terminal.Say($"Next:    mlnettl predict {CommonOptions.Quote(CommonOptions.Shortest(folder.Path))} <folder with images>");
    }
}
