using System.CommandLine;
using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Cli.Commands;

/// <summary><c>mlnettl resume</c>: goes on with a run that was cut off.</summary>
internal static class ResumeCommand
{
    private const string Summary = "Goes on with a training that was cut off, from its last checkpoint, to the model, the figures and the report.";

    private const string More = """
        The run's folder says what was trained (pipeline.resolved.json) and where it stood (checkpoint). On the CPU, with as many threads, the weights are those of a run
        in one go, bit for bit. Images that changed in the meantime, or another version of the settings, are refused.

        Examples:
          mlnettl resume runs/quickstart-20260131-142500
        """;

    public static Command Create(Terminal terminal, CancellationToken cancel)
    {
        var folder = new Argument<string>("run") { Description = "The folder of the run.", HelpName = "run folder" };
        var threads = CommonOptions.Threads();
        var command = new DescribedCommand("resume", Summary, More) { folder, threads };
        command.SetAction(parsed =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads));
            var run = RunFolder.Reopen(parsed.GetRequiredValue(folder));
            return TrainCommand.Run(terminal, new TrainRun(terminal, PipelineFile.Read(run.PipelinePath, PipelineProblems.Of), output: null, cancel, run));
        });
        return command;
    }
}
