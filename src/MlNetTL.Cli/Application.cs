using System.CommandLine;
using System.CommandLine.Help;
using MlNetTL.Cli.Commands;

namespace MlNetTL.Cli;

/// <summary>The program: its commands, and what happens where the command line itself is wrong.</summary>
internal static class Application
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">The words after <c>mlnettl</c>.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="cancel">Ends the command early; what is written by then is whole.</param>
    /// <returns>The exit code, one of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, Terminal terminal, CancellationToken cancel = default)
    {
        var root = new RootCommand("Transfer learning on medical images for ML.NET: trains a pretrained network from a pipeline file, measures it and predicts with it.")
        {
            TrainCommand.Create(terminal, cancel),
            EvaluateCommand.Create(terminal, cancel),
            PredictCommand.Create(terminal, cancel),
            PreviewCommand.Create(terminal, cancel),
            DoctorCommand.Create(terminal),
        };
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            foreach (var error in parsed.Errors) Failures.Print(terminal, error.Message);
            Failures.Print(terminal, "'mlnettl --help' lists the commands, 'mlnettl <command> --help' what a command takes.");
            return ExitCode.BadInput;
        }
        var configuration = new InvocationConfiguration { Output = terminal.Raw, Error = terminal.Error.Profile.Out.Writer, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return Failures.Guard(terminal, () => parsed.Invoke(configuration));
    }
}
