namespace MlNetTL.Tests.Cli;

/// <summary>Presses Ctrl-C when a line holds some words.</summary>
internal sealed class CancellingWriter(string words, CancellationTokenSource cancel) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(words, StringComparison.Ordinal) == true) cancel.Cancel();
    }
}
