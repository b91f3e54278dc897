using System.CommandLine;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Ranking;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Ranking;
using Spectre.Console;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl rank</c>: which network to choose, before any is trained.</summary>
internal static class RankCommand
{
    private const string Summary = "Ranks networks and their weights for a pipeline's task without training them, by LogME and the H-score, with the time and memory of a training step.";

    private const string More = """
        Each candidate reads the training images once, not augmented; validation and test images are not touched. The folder gets rank.json and rank.html.
        A candidate is a network, a colon and its weights: imagenet or another published name, a file, or none (from scratch); file@meanVar takes of the
        file no more than each tensor's mean and variance. Without --candidates: the pipeline's own model, all networks whose weights are in the weights
        folder (mlnettl weights pull gets them), and the pipeline's network from scratch.

        Examples:
          mlnettl rank pipelines/quickstart.json
          mlnettl rank pipelines/chexpert-lung-opacity.json --data CheXpert-v1.0-small --images 2000
          mlnettl rank pipeline.json --candidates resnet18:imagenet,resnet50:mine.safetensors,resnet18:none --output ranking
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var pipeline = CommonOptions.Pipeline();
        var data = CommonOptions.Data();
        var candidates = new Option<string[]>("--candidates", "-c")
        { Description = "The networks to compare, separated by commas or blanks.", HelpName = "network:weights", AllowMultipleArgumentsPerToken = true };
        var images = new Option<int?>("--images", "-n") { Description = "The most training images that are used, drawn by chance. Without it, all.", HelpName = "n" };
        images.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && value < 2) result.AddError($"--images must be at least 2. Received: {value}.");
        });
        var output = new Option<string?>("--output", "-o")
        { Description = "The folder for the results, which must be new or empty. Without it a folder is made in the pipeline's output folder.", HelpName = "folder" };
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new DescribedCommand("rank", Summary, More) { pipeline, data, candidates, images, output, device, threads };
        command.SetAction(parsed =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads));
            var settings = new Overrides(parsed.GetValue(data), Device: parsed.GetValue(device)).Read(parsed.GetRequiredValue(pipeline));
            var named = parsed.GetValue(candidates) is { Length: > 0 } words ? Candidates.Parse(words) : Candidates.ByDefault(settings.Model);
            return Run(terminal, new(terminal, settings, named, parsed.GetValue(images), parsed.GetValue(output), cancel));
        });
        return command;
    }

    private static int Run(Terminal terminal, RankRun run)
    {
        try
        {
            RunProgress.During(terminal, run.Run);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.MarkupLine($"[yellow]Cancelled.[/] {(run.Result is null ? "No candidate was done, so nothing was kept." : "The candidates so far are kept.")}");
            if (run.Result is { } soFar) Summarise(terminal, soFar, run);
            return ExitCode.Cancelled;
        }
        Summarise(terminal, run.Result!, run);
        if (run.Result!.Networks.Any(network => network.IsScored)) return ExitCode.Success;
        Failures.Print(terminal, "No candidate could be scored; the reasons are above.");
        return ExitCode.Failure;
    }

    private static void Summarise(Terminal terminal, RankingResult result, RankRun run)
    {
        RankingTable.Write(terminal.Out, result);
        terminal.Say($"Page:    {RankRun.PagePath(run.Folder!)}");
        terminal.Say($"Figures: {RankRun.JsonPath(run.Folder!)}");
    }
}
