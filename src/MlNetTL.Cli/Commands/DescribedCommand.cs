using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MlNetTL.Cli.Commands;

/// <summary>A command with a sentence for the list of commands, and more to read (examples) at the end of its own help.</summary>
/// <param name="name">The name.</param>
/// <param name="summary">The sentence.</param>
/// <param name="more">What follows the options in the command's own help.</param>
internal sealed class DescribedCommand(string name, string summary, string more) : Command(name, summary)
{
    private string More { get; } = more;

    /// <summary>Help as the parser's library writes it, and then what the command has to say.</summary>
    /// <param name="standard">The library's help.</param>
    public sealed class HelpWithExamples(HelpAction standard) : SynchronousCommandLineAction
    {
        /// <inheritdoc/>
        public override int Invoke(ParseResult parseResult)
        {
            standard.Invoke(parseResult);
            if (parseResult.CommandResult.Command is DescribedCommand command)
                parseResult.InvocationConfiguration.Output.WriteLine(command.More.ReplaceLineEndings());
            return ExitCode.Success;
        }
    }
}
