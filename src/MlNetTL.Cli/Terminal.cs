using Spectre.Console;

namespace MlNetTL.Cli;

/// <summary>Where a command writes to.</summary>
/// <param name="Out">Results and progress, for people.</param>
/// <param name="Error">Errors and warnings.</param>
/// <param name="Raw">Standard output as it is, for results that another program reads.</param>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, TextWriter Raw)
{
    // Without a terminal there is no width to break lines at: a log keeps a sentence on one line.
    private const int WidthOfAFile = 500;

    /// <summary>Whether bars can be redrawn in place. Not where output goes to a file or another program, nor where TERM is dumb.</summary>
    public bool IsLive => Out.Profile.Capabilities.Ansi;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() =>
        new(Console(System.Console.Out, System.Console.IsOutputRedirected), Console(System.Console.Error, System.Console.IsErrorRedirected),
            System.Console.Out);

    /// <summary>A terminal that is a pair of texts.</summary>
    public static Terminal OfWriters(TextWriter output, TextWriter error) => new(Console(output, isFile: true), Console(error, isFile: true), output);

    /// <summary>Writes a line as it is. The console would break it at the terminal's width, and a broken path cannot be copied.</summary>
    public void Say(string line)
    {
        Out.Profile.Out.Writer.WriteLine(line);
        Out.Profile.Out.Writer.Flush();
    }

    /// <summary>A sentence that needs attention and ends nothing.</summary>
    public void Warn(string sentence) => Error.MarkupLine($"[yellow]Warning:[/] {sentence.EscapeMarkup()}");

    /// <summary>The same terminal with all that is for people on the error side, as standard output belongs to the result.</summary>
    public Terminal WithResultOnOut() => this with { Out = Error };

    private static IAnsiConsole Console(TextWriter writer, bool isFile)
    {
        var dumb = isFile || Environment.GetEnvironmentVariable("TERM") is "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = dumb ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = dumb ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = dumb ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isFile) console.Profile.Width = WidthOfAFile;
        return console;
    }
}
