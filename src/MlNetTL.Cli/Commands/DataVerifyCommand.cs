using System.CommandLine;
using Microsoft.ML;
using MlNetTL.Cli.DataSets;
using MlNetTL.Cli.Progress;
using MlNetTL.Data;
using Spectre.Console;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl data verify</c>: whether data are what their publishers say.</summary>
internal static class DataVerifyCommand
{
    private const string More = """
        Compared are rows, patients, studies and the counts of labels, where they are published (chexpert, chestxray14, eyepacs, consep, bigearthnet); and for any
        data whether all files are there, no image is listed twice and no patient is in two sets. The exit code is 1 where anything differs.

        Examples:
          mlnettl data verify --dataset chexpert --data CheXpert-v1.0-small
          mlnettl data verify my-hospital.json
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var data = new DataOptions();
        var command = data.AddTo(new DescribedCommand("verify", "Compares data with the published counts, and says what differs and likely why.", More));
        command.SetAction(parsed => Run(terminal, data.Of(parsed), cancel));
        return command;
    }

    private static int Run(Terminal terminal, DataRequestOptions options, CancellationToken cancel)
    {
        var pipeline = DataSource.Of(options);
        var verification = RunProgress.During(terminal, progress =>
        {
            var rows = DataRows.Read(new MLContext(pipeline.Seed), pipeline, new DrawingProgress(progress), cancel);
            progress.Report("Comparing", 0);
            var compared = new Verification(pipeline, rows, cancel);
            compared.Run();
            return compared;
        });
        foreach (var sentence in verification.Agreements) terminal.Say($"Right:   {sentence}");
        foreach (var sentence in verification.Differences) terminal.Out.MarkupLine($"[yellow]Differs:[/] {sentence.EscapeMarkup()}");
        if (PublishedCounts.Of(pipeline.Data.Definition.Name) is null) terminal.Say($"No counts are published of '{pipeline.Data.Definition.Name}': only the data themselves were looked at.");
        terminal.Say(verification.Differences.Count == 0 ? "Nothing differs." : $"{verification.Differences.Count} {(verification.Differences.Count == 1 ? "thing differs" : "things differ")}.");
        return verification.Differences.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
