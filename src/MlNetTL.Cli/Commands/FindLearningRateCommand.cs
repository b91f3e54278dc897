using System.CommandLine;
using MlNetTL.Cli.Progress;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Report;
using MlNetTL.Training.LearningRates;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl find-lr</c>: where to begin with the learning rate.</summary>
internal static class FindLearningRateCommand
{
    private const string Summary = "Looks for a learning rate: trains some steps at a rising rate, draws the loss against it, and says what to put into the pipeline.";

    private const string More = """
        The rate rises evenly in ratio until the loss is four times its least (Smith 2017; fastai's lr_find). The training is thrown away; validation and test images are not read.
        The folder gets learning-rates.csv and learning-rates.html.

        Examples:
          mlnettl find-lr pipelines/quickstart.json
          mlnettl find-lr pipeline.json --data images --from 1e-6 --to 1 --steps 200 --output rates
          mlnettl find-lr pipeline.json --phase 2
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var defaults = new LearningRateSearch();
        var pipeline = CommonOptions.Pipeline();
        var data = CommonOptions.Data();
        var from = new Option<double>("--from") { Description = "The first step's rate.", HelpName = "rate", DefaultValueFactory = _ => defaults.Lowest };
        var to = new Option<double>("--to") { Description = "The rate that the steps rise to.", HelpName = "rate", DefaultValueFactory = _ => defaults.Highest };
        var steps = new Option<int>("--steps") { Description = "The most steps.", HelpName = "n", DefaultValueFactory = _ => defaults.Steps };
        var phase = new Option<int?>("--phase") { Description = "The phase of training.phases whose stages train. Without it, the last.", HelpName = "n" };
        var output = new Option<string?>("--output", "-o")
        { Description = "The folder for the results, which must be new or empty. Without it a folder is made in the pipeline's output folder.", HelpName = "folder" };
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new DescribedCommand("find-lr", Summary, More) { pipeline, data, from, to, steps, phase, output, device, threads };
        command.SetAction(parsed =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads));
            var settings = new Overrides(parsed.GetValue(data), Device: parsed.GetValue(device)).Read(parsed.GetRequiredValue(pipeline));
            var search = new LearningRateSearch(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(steps));
            return Run(terminal, new(terminal, settings, search, parsed.GetValue(phase), parsed.GetValue(output), cancel));
        });
        return command;
    }

    private static int Run(Terminal terminal, LearningRateRun run)
    {
        var curve = RunProgress.During(terminal, run.Run);
        terminal.Say($"Page:    {run.PagePath}");
        terminal.Say($"Figures: {run.CsvPath}");
        if (curve is not { Valley: { } valley, Steepest: { } steepest })
        {
            Failures.Print(terminal, $"The loss ran away after {curve.Points.Count} steps, too few to suggest a rate. Search from a lower rate (--from), or over more steps (--steps).");
            return ExitCode.Failure;
        }
        terminal.Say($"The loss falls fastest at {Figures.Rate(steepest)}; two thirds into its longest fall the rate is {Figures.Rate(valley)}. To begin with it, put into the pipeline:");
        terminal.Say($"  {run.SettingFor(Figures.Rate(valley))}");
        return ExitCode.Success;
    }
}
