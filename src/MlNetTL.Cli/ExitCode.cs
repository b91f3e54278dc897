namespace MlNetTL.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something failed while it ran.</summary>
    public const int Failure = 1;

    /// <summary>The command line, a pipeline file or the data must change first.</summary>
    public const int BadInput = 2;

    /// <summary>Ctrl-C: 128 and the number of the signal, as shells have it.</summary>
    public const int Cancelled = 130;
}
