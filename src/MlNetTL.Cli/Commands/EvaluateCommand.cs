using System.CommandLine;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Runs;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl evaluate</c>: a saved model's figures on images, of the run's own data or of other.</summary>
internal static class EvaluateCommand
{
    private const string Summary = "Measures a saved model on images with labels, and writes a folder with the figures, the scores and a report.";

    private const string More = """
        The data set is the one of the run, or of another pipeline file (only its data and task are used); --data names another folder of the same form.
        Without --split, the pipeline's test images are read, else its validation images, else CheXpert's valid.csv or all rows of a CSV.

        Examples:
          mlnettl evaluate runs/quickstart-20260131-142500
          mlnettl evaluate runs/chexpert-20260131-142500 --data other-hospital --split valid
          mlnettl evaluate model.zip --pipeline other-hospital.json --output other-hospital-figures
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var model = CommonOptions.Model();
        var pipeline = new Option<string?>("--pipeline", "-p")
        { Description = "A pipeline file that describes the data. Without it, the pipeline.resolved.json beside the model.", HelpName = "pipeline.json" };
        var data = CommonOptions.Data();
        var split = new Option<string[]>("--split", "-s")
        {
            Description = "The splits to read: train or valid of CheXpert, values of the split column of a CSV.",
            HelpName = "name",
            AllowMultipleArgumentsPerToken = true
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The folder for the figures, which must be new or empty. Without it a folder is made in the pipeline's output folder.",
            HelpName = "folder"
        };
        var threads = CommonOptions.Threads();
        var command = new DescribedCommand("evaluate", Summary, More) { model, pipeline, data, split, output, threads };
        command.SetAction(parsed =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads));
            var splits = parsed.GetValue(split) is { Length: > 0 } named ? named : null;
            return Run(terminal, new(parsed.GetRequiredValue(model), parsed.GetValue(pipeline),
                parsed.GetValue(data), splits, parsed.GetValue(output)), cancel);
        });
        return command;
    }

    private static int Run(Terminal terminal, EvaluationOptions options, CancellationToken cancel)
    {
        var run = new EvaluationRun(terminal, options, cancel);
        var (result, folder) = RunProgress.During(terminal, run.Run);
        SummaryTable.Write(terminal.Out, result.Evaluations[0]);
        terminal.Say($"Report:  {folder.ReportPath}");
        terminal.Say($"Figures: {folder.MetricsPath}");
        return ExitCode.Success;
    }
}
