using System.CommandLine;
using Microsoft.ML;
using MlNetTL.Cli.DataSets;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Runs;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl data convert</c>: any data as a plain CSV.</summary>
internal static class DataConvertCommand
{
    private const string More = """
        The CSV has the columns path (from the folder of the data), patient, study, source (where the data tell them), split, and label (classes) or one for each
        label: 1, 0, -1 (uncertain), blank. Images are not copied.

        Examples:
          mlnettl data convert --dataset chexpert --data CheXpert-v1.0-small --output chexpert.csv
          mlnettl data convert chexpert.json --output frontal.csv
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var data = new DataOptions();
        var output = new Option<string>("--output", "-o") { Description = "The CSV to write. An existing file is replaced.", HelpName = "file", Required = true };
        var command = data.AddTo(new DescribedCommand("convert", "Writes any data set as a plain CSV of images, which the data set 'csv' reads.", More));
        command.Add(output);
        command.SetAction(parsed => Run(terminal, data.Of(parsed), parsed.GetRequiredValue(output), cancel));
        return command;
    }

    private static int Run(Terminal terminal, DataRequestOptions options, string output, CancellationToken cancel)
    {
        OutputPath.RequireFile(output);
        var pipeline = DataSource.Of(options);
        var rows = RunProgress.During(terminal, progress => DataRows.Read(new MLContext(pipeline.Seed), pipeline, new DrawingProgress(progress), cancel));
        var file = Path.GetFullPath(output);
        var columns = ManifestCsv.Write(file, rows);
        foreach (var note in rows.Notes) terminal.Say(note);
        terminal.Say($"{rows.Table.Rows.Count:N0} images, columns {string.Join(", ", columns)}: {file}");
        string[] settings = ["\"dataset\": \"csv\"", $"\"folder\": \"{rows.Folder}\"", $"\"csv\": \"{file}\"", .. columns.Contains("label") ? ["\"labelColumn\": \"label\""] : Array.Empty<string>(),
            .. rows.Table.ValueName is { } number ? [$"\"valueColumn\": \"{number}\""] : Array.Empty<string>(),
            .. new[] { "patient", "study", "source" }.Where(columns.Contains).Select(column => $"\"{column}Column\": \"{column}\""), "\"splitColumn\": \"split\""];
        terminal.Say($"Next:    \"data\": {{ {string.Join(", ", settings)} }} in a pipeline.");
        return ExitCode.Success;
    }
}
