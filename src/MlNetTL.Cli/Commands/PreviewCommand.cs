using System.CommandLine;
using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Foundation;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl preview</c>: a contact sheet of what the network will see.</summary>
internal static class PreviewCommand
{
    private const string Summary =
        "Draws what the network will see: some training images, each as it is decoded and then as it is augmented in the first epochs, with its labels.";

    private const string More = """
        The picture is made by the code that trains: the same seed, rows and epochs give the same crops, flips and angles.

        Examples:
          mlnettl preview pipelines/quickstart.json
          mlnettl preview pipelines/chexpert-lung-opacity.json --data CheXpert-v1.0-small --count 12 --epochs 5 --output sheet.png
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var pipeline = CommonOptions.Pipeline();
        var data = CommonOptions.Data();
        var output = new Option<string>("--output", "-o")
        { Description = "The PNG to write. An existing file is replaced.", HelpName = "file", DefaultValueFactory = _ => "preview.png" };
        var count = Positive("--count", "-n", "The number of images, a row of the sheet for each.", 8);
        var epochs = Positive("--epochs", "-e", "The number of epochs, a column of the sheet for each.", 4);
        var command = new DescribedCommand("preview", Summary, More) { pipeline, data, output, count, epochs };
        command.SetAction(parsed =>
        {
            var settings = new Overrides(parsed.GetValue(data)).Read(parsed.GetRequiredValue(pipeline));
            OutputPath.RequireFile(parsed.GetRequiredValue(output));
            var mlContext = new MLContext(settings.Seed);
            var images = PipelineData.Load(mlContext, settings, null, cancel).Train;
            (settings, _) = RuleSettings.Resolve(settings, images.Rows.Count, [.. images.Rows.Select(row => row.Path)]);
            var sheet = PreviewSheet.Draw(settings, images, parsed.GetValue(count), parsed.GetValue(epochs), cancel);
            var file = Path.GetFullPath(parsed.GetRequiredValue(output));
            AtomicFile.WriteBytes(file, sheet.Png);
            foreach (var sentence in sheet.Unreadable) terminal.Warn(sentence);
            terminal.Say($"{sheet.Images} of {images.Rows.Count:N0} training images, augmentation {PipelineChain.Policy(settings)}: {file}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Option<int> Positive(string name, string alias, string description, int byDefault)
    {
        var option = new Option<int>(name, alias) { Description = description, HelpName = "n", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && value is < 1 or > 100)
                result.AddError($"{name} must lie between 1 and 100. Received: {value}.");
        });
        return option;
    }
}
