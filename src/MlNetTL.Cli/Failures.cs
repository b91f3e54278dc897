using System.Reflection;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;
using Spectre.Console;

namespace MlNetTL.Cli;

/// <summary>Ends every command: an error becomes a sentence and an exit code, and a stack trace only where <c>MLNETTL_DEBUG=1</c> asks for it.</summary>
internal static class Failures
{
    public const string DebugVariable = "MLNETTL_DEBUG";

    /// <summary>Runs a command to its exit code.</summary>
    public static int Guard(Terminal terminal, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception error)
        {
            return Report(terminal, Innermost(error));
        }
    }

    /// <summary>Prints an error.</summary>
    public static void Print(Terminal terminal, string message) => terminal.Error.MarkupLine($"[red]{message.EscapeMarkup()}[/]");

    private static int Report(Terminal terminal, Exception error)
    {
        if (error is OperationCanceledException)
        {
            terminal.Error.MarkupLine("[yellow]Cancelled.[/]");
            return ExitCode.Cancelled;
        }
        if (IsDebugging) terminal.Error.WriteLine(error.ToString());
        else Print(terminal, Sentence(error));
        if (IsBadInput(error)) return ExitCode.BadInput;
        if (!IsDebugging) terminal.Error.WriteLine($"{DebugVariable}=1 shows where it happened.");
        return ExitCode.Failure;
    }

    private static bool IsDebugging => Environment.GetEnvironmentVariable(DebugVariable) == "1";

    private static bool IsBadInput(Exception error) =>
        error is PipelineException or ArgumentException
            or FileNotFoundException or DirectoryNotFoundException or InvalidDataException or UnreadableImageException or FormatException;

    private static string Sentence(Exception error) => error switch
    {
        ArgumentException { ParamName: not null } named => named.Message.Replace($" (Parameter '{named.ParamName}')", "", StringComparison.Ordinal),
        InsufficientMemoryException => error.Message,
        OutOfMemoryException => "There is not enough memory. Try a smaller batch size or image size.",
        _ => error.Message,
    };

    /// <summary>What happened, without the wrappings of parallel loops, reflection and initializers, which say nothing of it.</summary>
    public static Exception Innermost(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [var one, ..] } => Innermost(one),
        TargetInvocationException { InnerException: { } inner } => Innermost(inner),
        TypeInitializationException { InnerException: { } inner } => Innermost(inner),
        _ => error,
    };
}
