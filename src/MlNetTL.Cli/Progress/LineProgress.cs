namespace MlNetTL.Cli.Progress;

/// <summary>A line when a piece of work begins, and one now and then while it lasts: for logs, pipes and dumb terminals.</summary>
internal sealed class LineProgress(Terminal terminal, TimeProvider clock) : RunProgress
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private string _work = "";
    private long _last;

    public override void Report(string work, double share, string detail = "", TimeSpan? remaining = null)
    {
        lock (_lock)
        {
            var isNew = work != _work;
            if (!isNew && clock.GetElapsedTime(_last) < s_pause) return;
            (_work, _last) = (work, clock.GetTimestamp());
            if (isNew) Say($"{work} …");
            else Say($"{work}: {100 * share:0} %{(detail.Length == 0 ? "" : $", {detail}")}{(remaining is { } left ? $", {Text(left)} left" : "")}");
        }
    }

    public override void Say(string line) => terminal.Say(line);
}
