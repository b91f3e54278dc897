using System.CommandLine;
using Microsoft.ML;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Runs;
using MlNetTL.Evaluation;
using MlNetTL.Foundation;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl predict</c>: a model and images to a CSV of probabilities.</summary>
internal static class PredictCommand
{
    private const string Summary =
        "Scores images with a saved model and writes a CSV with a probability for each label or class.";

    private const string More = """
        A row holds the path, the probabilities, what is called, and why the image could not be read.
        Images that cannot be read have empty scores; they are counted, and the others are scored all the same.

        Examples:
          mlnettl predict runs/quickstart-20260131-142500 incoming
          mlnettl predict model.zip incoming/list.csv --path-column file --output scores.csv
          mlnettl predict model.zip incoming --output - | sort -t, -k2
          mlnettl predict runs/views-20260131-142500 list.csv --study-column exam --study max
          mlnettl predict model.zip patches.csv --path-pattern {patch}/{patch}_{band}.tif --bands B02,B03,B04
        """;

    /// <summary>What the command line says.</summary>
    /// <param name="Model">A zip or a run's folder.</param>
    /// <param name="Images">A folder, or a CSV with a column of paths.</param>
    /// <param name="Output">The CSV to write; '-' for standard output.</param>
    /// <param name="PathColumn">The column of paths; null for the one called path, in any case.</param>
    /// <param name="Root">The folder that a CSV's paths start from; null for the CSV's own.</param>
    /// <param name="PathPattern">How paths follow from other columns; null where there is a column of them.</param>
    /// <param name="Bands">The bands that the pattern stands for; null for one file an image.</param>
    /// <param name="StudyColumn">The column that tells studies apart; null for the run's own, where the CSV has it.</param>
    /// <param name="Study">What the scores of a study's images come to; null for what the run does.</param>
    private sealed record Options(string Model, string Images, string Output, string? PathColumn, string? Root, string? PathPattern, string[]? Bands,
        string? StudyColumn, ScoreAggregation? Study);

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var model = CommonOptions.Model();
        var images = new Argument<string>("images")
        {
            Description = "A folder, of which all images are scored, those of its folders too; or a CSV with a column of paths.",
            HelpName = "folder or csv"
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The CSV to write, or - for standard output. An existing file is replaced.",
            HelpName = "file",
            DefaultValueFactory = _ => "predictions.csv"
        };
        var column = new Option<string?>("--path-column")
        { Description = "The column of paths in the CSV. Without it, the column called path, in upper or lower case.", HelpName = "name" };
        var root = new Option<string?>("--images")
        { Description = "The folder that the CSV's paths start from. Without it, the CSV's own.", HelpName = "folder" };
        var pattern = new Option<string?>("--path-pattern")
        { Description = "Where the CSV has no paths: how they follow from its columns, such as image{ID}.tif, or {patch}/{patch}_{band}.tif with --bands.", HelpName = "pattern" };
        var bands = new Option<string[]>("--bands")
        { Description = "The bands of one image, in the order of the model's channels: what {band} stands for.", HelpName = "names", AllowMultipleArgumentsPerToken = true };
        var studyColumn = new Option<string?>("--study-column")
        { Description = "The column of the CSV that tells studies apart: each study gets a row in a second CSV, predictions.studies.csv beside predictions.csv. Without it, the column of the model's run, where the CSV has it and the run measures studies.", HelpName = "name" };
        var study = new Option<ScoreAggregation?>("--study")
        { Description = "What the scores of a study's images come to: max or mean. Without it, what 'output.study' of the model's run says.", HelpName = "max or mean" };
        var threads = CommonOptions.Threads();
        var command = new DescribedCommand("predict", Summary, More) { model, images, output, column, root, pattern, bands, studyColumn, study, threads };
        command.SetAction(parsed =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads));
            var options = new Options(parsed.GetRequiredValue(model), parsed.GetRequiredValue(images),
                parsed.GetRequiredValue(output), parsed.GetValue(column), parsed.GetValue(root), parsed.GetValue(pattern),
                parsed.GetValue(bands) is { Length: > 0 } names ? [.. names.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))] : null,
                parsed.GetValue(studyColumn), parsed.GetValue(study));
            return Run(options.Output == "-" ? terminal.WithResultOnOut() : terminal, options, cancel);
        });
        return command;
    }

    private static int Run(Terminal terminal, Options options, CancellationToken cancel)
    {
        if (options.Output != "-") OutputPath.RequireFile(options.Output);
        var mlContext = new MLContext(seed: 1);
        _ = new Warnings(mlContext, terminal);
        var studies = StudiesOf(options);
        var input = ImagesToScore.Find(mlContext, options.Images, options.PathColumn, options.Root, options.PathPattern, options.Bands, studies);
        using var model = SavedModel.Load(mlContext, options.Model);
        studies?.Require(model.Description, input.Rows);
        var scored = RunProgress.During(terminal, progress => Write(terminal, options.Output, writer => PredictionsCsv.Write(writer, model, input,
            done => progress.Report("Scoring images", (double)done / input.Rows.Count, $"{done:N0} of {input.Rows.Count:N0}"), cancel)));
        var unreadable = scored.Count(image => image.Error.Length > 0);
        if (unreadable > 0)
            terminal.Warn($"{unreadable:N0} of {input.Rows.Count:N0} images could not be read; their scores are empty and the column 'error' tells why.");
        if (options.Output != "-") terminal.Say($"{input.Rows.Count - unreadable:N0} images scored. Predictions: {Path.GetFullPath(options.Output)}");
        if (studies is null) return ExitCode.Success;
        var file = StudiesToScore.FileBeside(options.Output);
        var count = Write(terminal, file, writer => PredictionsCsv.WriteStudies(writer, model, scored, studies.How));
        terminal.Say($"{count:N0} studies. Their predictions: {Path.GetFullPath(file)}");
        return ExitCode.Success;
    }

    private static StudiesToScore? StudiesOf(Options options)
    {
        if (options.Output != "-") return StudiesToScore.Find(options.Model, options.Images, options.StudyColumn, options.Study);
        return options.StudyColumn is null && options.Study is null ? null
            : throw new ArgumentException("--output must name a file where studies are scored, too: they go into a second one beside it. Received: -.");
    }

    private static T Write<T>(Terminal terminal, string output, Func<TextWriter, T> write)
    {
        if (output == "-") return write(terminal.Raw);
        var result = default(T)!;
        AtomicFile.Write(output, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            result = write(writer);
        });
        return result;
    }
}
