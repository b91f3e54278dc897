using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MlNetTL.Cli.Progress;

/// <summary>A bar for each piece of work.</summary>
internal sealed class BarProgress(Terminal terminal, ProgressContext context, ConcurrentDictionary<int, string> details) : RunProgress
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ProgressTask> _tasks = [];

    /// <summary>What a bar consists of.</summary>
    /// <param name="details">The words beside the bar of each task, by its number.</param>
    public static ProgressColumn[] Columns(ConcurrentDictionary<int, string> details) =>
        [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new DetailColumn(details)];

    public override void Report(string work, double share, string detail = "", TimeSpan? remaining = null)
    {
        // Decoding reports from several threads.
        lock (_lock)
        {
            if (!_tasks.TryGetValue(work, out var task))
            {
                foreach (var earlier in _tasks.Values) earlier.StopTask();
                _tasks[work] = task = context.AddTask(work.EscapeMarkup(), maxValue: 1);
            }
            task.Value = Math.Clamp(share, 0, 1);
            details[task.Id] = remaining is { } left && share < 1 ? $"{Text(left)} left{(detail.Length == 0 ? "" : $", {detail}")}" : detail;
        }
    }

    public override void Say(string line) => terminal.Out.MarkupLineInterpolated($"{line}");

    private sealed class DetailColumn(ConcurrentDictionary<int, string> details) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(details.GetValueOrDefault(task.Id, ""), new Style(Color.Grey));
    }
}
