using System.CommandLine;
using MlNetTL.Cli.Splits;
using MlNetTL.Data;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl leakage</c>: how much too good figures are where a split parts what belongs together.</summary>
internal static class LeakageCommand
{
    private const string Summary =
        "Trains the same pipeline with images split at random and with whole patients, slides or places held out, and prints the gap between the figures.";

    private const string More = """
        What a random split gives beyond the other is what the network gained by having seen other images of the same patient or slide. Each run has its own
        folder; leakage.json and leakage.html hold the comparison. The pipeline must have a test share (data.split.test) or folds; without, a fifth is the test.

        Examples:
          mlnettl leakage blood-cells.json
          mlnettl leakage nuclei.json --by image source --repeats 3 --output nuclei-leakage
          mlnettl leakage chexpert.json --by image study patient --data CheXpert-v1.0-small --epochs 3
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var pipeline = CommonOptions.Pipeline();
        var data = CommonOptions.Data();
        var by = new Option<SplitUnit[]>("--by", "-b")
        {
            Description = "The units to compare, the loosest first: image, study, patient, source. Without it, image and source.",
            HelpName = "unit",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [SplitUnit.Image, SplitUnit.Source],
        };
        var repeats = new Option<int>("--repeats", "-r") { Description = "Runs for each unit, with seeds that count up.", HelpName = "n", DefaultValueFactory = _ => 1 };
        var epochs = new Option<int?>("--epochs") { Description = "The most passes over the training images.", HelpName = "n" };
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var output = new Option<string?>("--output", "-o")
        { Description = "The folder for the runs and the comparison, which must be new or empty. Without it a folder is made in the pipeline's output folder.", HelpName = "folder" };
        by.Validators.Add(result =>
        {
            if (result.Errors.Any()) return;
            var units = result.GetValueOrDefault<SplitUnit[]>() ?? [];
            if (units.Length < 2 || units.Distinct().Count() < units.Length) result.AddError($"--by must name two different units or more. Received: {string.Join(' ', units).ToLowerInvariant()}.");
        });
        repeats.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var n) && n is < 1 or > 100) result.AddError($"--repeats must lie between 1 and 100. Received: {n}.");
        });
        var command = new DescribedCommand("leakage", Summary, More) { pipeline, data, by, repeats, epochs, device, threads, output };
        command.SetAction(parsed =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads));
            return new LeakageRun(terminal, new(parsed.GetRequiredValue(pipeline),
                new(parsed.GetValue(data), Epochs: parsed.GetValue(epochs), Device: parsed.GetValue(device)),
                parsed.GetRequiredValue(by), parsed.GetValue(repeats), parsed.GetValue(output)), cancel).Run();
        });
        return command;
    }
}
