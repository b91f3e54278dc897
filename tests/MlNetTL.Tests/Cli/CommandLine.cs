using MlNetTL.Cli;

namespace MlNetTL.Tests.Cli;

/// <summary>A command that ran in this process, and what it said.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandLine(int ExitCode, string Out, string Error)
{
    public static CommandLine Run(params string[] args) => Run(new StringWriter(), default, args);

    public static CommandLine Run(StringWriter output, CancellationToken cancel, params string[] args)
    {
        var error = new StringWriter();
        var code = Application.Run(args, Terminal.OfWriters(output, error), cancel);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>The command must have refused its input, in sentences.</summary>
    public void AssertRefused(params string[] sentences)
    {
        Assert.AreEqual(2, ExitCode, Out + Error);
        foreach (var sentence in sentences) StringAssert.Contains(Error, sentence);
        Assert.DoesNotContain("   at ", Error, "No stack trace.");
    }
}
