using System.CommandLine;
using MlNetTL.Cli.DataSets;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl data split</c>: divides images and writes where each went.</summary>
internal static class DataSplitCommand
{
    private const string More = """
        How is what data.split of the pipeline says, and what these options put in its place. The file holds a row for each image (path, group, set or fold) and
        comments with the settings and a hash; name it in data.split.file, and it is refused wherever it does not fit the data.

        Examples:
          mlnettl data split chexpert.json --test 0.2 --output split.csv
          mlnettl data split chexpert.json --folds 5 --output folds.csv
          mlnettl data split patches.json --split-by source --test 0.25 --per-category 1000 --seed 7 --output slides.csv
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var data = new DataOptions();
        var by = CommonOptions.SplitBy();
        var validation = new Option<double?>("--validation") { Description = "The share for validation.", HelpName = "share" };
        var test = new Option<double?>("--test") { Description = "The share for the test.", HelpName = "share" };
        var folds = new Option<int?>("--folds", "-k") { Description = "The number of folds.", HelpName = "n" };
        var each = new Option<int?>("--per-category", "-n") { Description = "So many training images of each class, or of positives and negatives.", HelpName = "n" };
        var seed = new Option<long?>("--seed") { Description = "The seed.", HelpName = "n" };
        var output = new Option<string>("--output", "-o") { Description = "The CSV to write. An existing file is replaced.", HelpName = "file", Required = true };
        var command = data.AddTo(new DescribedCommand("split", "Divides images into sets or folds, and writes a file that pipelines read.", More));
        foreach (var option in new Option[] { by, validation, test, folds, each, seed, output }) command.Add(option);
        command.SetAction(parsed =>
        {
            SplitSettings Said(SplitSettings split) => split with
            {
                By = parsed.GetValue(by) ?? split.By,
                Validation = parsed.GetValue(validation) ?? split.Validation,
                Test = parsed.GetValue(test) ?? split.Test,
                Folds = parsed.GetValue(folds) ?? split.Folds,
                Seed = parsed.GetValue(seed) ?? split.Seed,
                Sample = parsed.GetValue(each) is { } n ? new(PerCategory: n) : split.Sample,
            };
            return Run(terminal, data.Of(parsed), Said, parsed.GetRequiredValue(output), cancel);
        });
        return command;
    }

    private static int Run(Terminal terminal, DataRequestOptions options, Func<SplitSettings, SplitSettings> said, string output, CancellationToken cancel)
    {
        OutputPath.RequireFile(output);
        var pipeline = DataSource.Of(options);
        pipeline = pipeline with { Data = pipeline.Data with { Split = said(pipeline.Data.Split ?? new()) } };
        if (pipeline.Validate() is { Count: > 0 } problems) throw new PipelineException($"{options.Pipeline ?? options.Dataset}, with the settings of the command line,", problems);
        if (pipeline.Data.Split is { Folds: not null, Sample: not null })
            throw new ArgumentException("A file of folds holds all images: take data.split.sample (--per-category) out, and name it in the pipeline that reads the file.");
        var rows = RunProgress.During(terminal, progress => SplitWriting.Write(pipeline, output, new DrawingProgress(progress), cancel));
        new DescriptionTables(terminal.Out).Write(DataDescriber.Describe(pipeline.Name, rows));
        terminal.Say($"Split:   {Path.GetFullPath(output)}");
        terminal.Say($"Next:    \"split\": {{ \"file\": \"{CommonOptions.Shortest(Path.GetFullPath(output))}\"{(pipeline.Data.Split!.Folds is null ? "" : ", \"fold\": 1")} }} in the pipeline's data.");
        return ExitCode.Success;
    }
}
