using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using MlNetTL.Cli.Commands;
using MlNetTL.Foundation;

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
        var program = Program(terminal, cancel);
        var parsed = program.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0 && parsed.Action is not DescribedCommand.HelpWithExamples)
        {
            foreach (var error in ErrorsOf(parsed)) Failures.Print(terminal, error);
            Failures.Print(terminal, $"'{NameOf(parsed.CommandResult)} --help' tells what can be said.");
            return ExitCode.BadInput;
        }
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Raw,
            Error = terminal.Error.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return Failures.Guard(terminal, () => parsed.Invoke(configuration));
    }

    // Not a RootCommand: that one is called after the file of the process, which a test or 'dotnet run' decides.
    private static Command Program(Terminal terminal, CancellationToken cancel)
    {
        var help = new HelpOption { Recursive = true };
        help.Action = new DescribedCommand.HelpWithExamples((HelpAction)help.Action!);
        return new("mlnettl", "Transfer learning on medical images for ML.NET: trains a network from a pipeline file, measures it and predicts with it.")
        {
            help,
            new VersionOption(),
            TrainCommand.Create(terminal, cancel),
            ResumeCommand.Create(terminal, cancel),
            EvaluateCommand.Create(terminal, cancel),
            PredictCommand.Create(terminal, cancel),
            PreviewCommand.Create(terminal, cancel),
            FindLearningRateCommand.Create(terminal, cancel),
            RankCommand.Create(terminal, cancel),
            LeakageCommand.Create(terminal, cancel),
            DataCommand.Create(terminal, cancel),
            WeightsCommand.Create(terminal, cancel),
            DoctorCommand.Create(terminal),
        };
    }

    private static string NameOf(CommandResult command) => command.Parent is CommandResult parent ? $"{NameOf(parent)} {command.Command.Name}" : command.Command.Name;

    // A word that is no command is the one thing wrong; that a command is missing follows from it.
    private static IEnumerable<string> ErrorsOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..])
        {
            var names = command.Subcommands.Select(sub => sub.Name).ToArray();
            return [$"Unknown command '{word}'.{Suggestion.For(word, names)} Known: {string.Join(", ", names)}."];
        }
        var options = command.Options.Select(option => option.Name).ToArray();
        return parsed.Errors.Select(error
            => parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal))
            is { } token && token.StartsWith('-')
            ? $"Unknown option '{token}' of '{command.Name}'.{Suggestion.For(token, options)}"
            : error.Message);
    }
}
