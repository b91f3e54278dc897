using System.CommandLine;
using Microsoft.ML;
using MlNetTL.Cli.DataSets;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Describing;
using MlNetTL.Experiments.Report;
using MlNetTL.Experiments.Runs;
using MlNetTL.Foundation;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl data describe</c>: what data hold.</summary>
internal static class DataDescribeCommand
{
    private const string More = """
        With --images every image is read, on all cores: which cannot be decoded, which are blank, sizes, depths and channels, and which are there several times
        (byte for byte, or the same pixels), within and across sets and patients. --output writes description.json and a page with pictures.

        Examples:
          mlnettl data describe pneumonia.json
          mlnettl data describe --dataset chexpert --data CheXpert-v1.0-small --images --output chexpert-page
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var data = new DataOptions();
        var images = new Option<bool>("--images") { Description = "Reads every image too." };
        var output = new Option<string?>("--output", "-o") { Description = "A new or empty folder for description.json and description.html.", HelpName = "folder" };
        var command = data.AddTo(new DescribedCommand("describe", "Counts images, patients, sets and labels, and with --images looks at every image.", More));
        command.Add(images);
        command.Add(output);
        command.SetAction(parsed =>
        {
            OutputPath.RequireNewFolder(parsed.GetValue(output));
            return Run(terminal, data.Of(parsed), parsed.GetValue(images), parsed.GetValue(output), cancel);
        });
        return command;
    }

    private static int Run(Terminal terminal, DataRequestOptions options, bool withImages, string? output, CancellationToken cancel)
    {
        var pipeline = DataSource.Of(options);
        var (rows, description) = RunProgress.During(terminal, progress =>
        {
            var read = DataRows.Read(new MLContext(pipeline.Seed), pipeline, new DrawingProgress(progress), cancel);
            var counted = DataDescriber.Describe(options.Pipeline is null ? $"{pipeline.Name}: {Path.GetFileName(pipeline.Data.Folder)}" : pipeline.Name, read);
            // What training needs is known where a pipeline says what size images have.
            StoreNeed? store = options.Pipeline is null ? null : DiskNeed.Of(pipeline.Image, [.. read.Table.Rows.Select(row => row.Path)], cancel);
            return (read, withImages ? counted with { Findings = new ImageReading(read, cancel).Read(progress, store) } : counted);
        });
        new DescriptionTables(terminal.Out).Write(description);
        if (output is not null) Write(terminal, output, rows, description, cancel);
        return ExitCode.Success;
    }

    private static void Write(Terminal terminal, string output, DataRows rows, DataDescription description, CancellationToken cancel)
    {
        var page = Path.Combine(Path.GetFullPath(output), "description.html");
        var html = DescriptionPage.Render(description, DescriptionPictures.Sheet(rows, cancel),
            description.Findings is { } findings ? DescriptionPictures.Duplicates(rows, findings) : []);
        AtomicFile.WriteText(Path.Combine(Path.GetFullPath(output), "description.json"), RunJson.Write(description));
        AtomicFile.WriteText(page, html);
        terminal.Say($"Page:    {page}");
    }
}
