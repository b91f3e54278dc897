using System.Collections.Concurrent;
using Spectre.Console;

namespace MlNetTL.Cli.Progress;

/// <summary>Shows a person where a long command stands: bars on a terminal, plain lines in a log.</summary>
internal abstract class RunProgress
{
    /// <summary>Tells how far a piece of work is.</summary>
    /// <param name="work">What is being done; the same words each time.</param>
    /// <param name="share">How much of it is done, 0 to 1.</param>
    /// <param name="detail">Where it stands, in a few words.</param>
    /// <param name="remaining">The time left, or null while nobody knows.</param>
    public abstract void Report(string work, double share, string detail = "", TimeSpan? remaining = null);

    /// <summary>Writes a line that stays.</summary>
    public abstract void Say(string line);

    /// <summary>Runs some work under the fitting kind of progress.</summary>
    public static T During<T>(Terminal terminal, Func<RunProgress, T> work)
    {
        if (!terminal.IsLive) return work(new LineProgress(terminal, TimeProvider.System));
        var details = new ConcurrentDictionary<int, string>();
        return terminal.Out.Progress().AutoClear(true).HideCompleted(true).Columns(BarProgress.Columns(details))
            .Start(context => work(new BarProgress(terminal, context, details)));
    }

    /// <summary>A time as people say it.</summary>
    protected static string Text(TimeSpan time) => time.TotalSeconds < 60
        ? $"{Math.Max(1, Math.Ceiling(time.TotalSeconds)):0} s"
        : time.TotalHours < 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{(int)time.TotalHours} h {time.Minutes} min";
}
