using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Splits;

/// <summary>The categories of a task: its classes, or the positives and negatives of its labels, or fifths of its numbers.</summary>
internal sealed class TaskCategories
{
    private const int Parts = 5;

    private readonly TaskSettings _task;
    private readonly Dictionary<string, int> _classes;
    private readonly float[] _bounds;

    public TaskCategories(TaskSettings task, ImageTable table)
    {
        _task = task;
        string[] classes = !task.Kind.HasClasses ? [] : task.Labels.Count > 0 ? [.. task.Labels] : [.. table.Rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        _classes = classes.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        _bounds = BoundsOf([.. table.Rows.Select(row => row.Value).Where(value => !float.IsNaN(value)).Order()]);
        Sampled = task.Kind switch
        {
            TaskKind.Multiclass or TaskKind.Ordinal => [.. classes.Select(name => $"of '{name}'")],
            TaskKind.Binary => [$"negatives of '{task.Labels[0]}'", $"positives of '{task.Labels[0]}'"],
            TaskKind.MultiLabel => [.. task.Labels.Select(name => $"positives of '{name}'")],
            TaskKind.Regression => [],
            _ => throw Lacks(),
        };
    }

    /// <summary>What a sample takes n of, in words; empty for numbers.</summary>
    public IReadOnlyList<string> Sampled { get; }

    /// <summary>The categories whose shares a split keeps: classes, each label's negatives, positives and uncertain ones, or the fifths of the numbers. What uncertain labels are trained as moves no image.</summary>
    public IReadOnlyList<int> StrataOf(LabelledImage row) => _task.Kind switch
    {
        TaskKind.Multiclass or TaskKind.Ordinal => ClassOf(row),
        TaskKind.Regression => float.IsNaN(row.Value) ? [] : [_bounds.Count(bound => row.Value > bound)],
        TaskKind.Binary or TaskKind.MultiLabel => [.. row.Labels.Select((label, i) => label == -1 ? 2 * row.Labels.Length + i : SideOf(row, i)).Where(category => category >= 0)],
        _ => throw Lacks(),
    };

    /// <summary>The categories that a sample takes n of: classes; negatives and positives of one label; positives of each of several; none of numbers.</summary>
    public IReadOnlyList<int> SampledOf(LabelledImage row) => _task.Kind switch
    {
        TaskKind.Multiclass or TaskKind.Ordinal => ClassOf(row),
        TaskKind.Binary => SideOf(row, 0) is >= 0 and var side ? [side] : [],
        TaskKind.MultiLabel => [.. Enumerable.Range(0, row.Labels.Length).Where(i => LabelTarget.Of(row.Labels[i], i, _task) == true)],
        TaskKind.Regression => [],
        _ => throw Lacks(),
    };

    // As it is trained: even for the negatives of a label, odd for its positives, -1 where that is not known.
    private int SideOf(LabelledImage row, int label) => LabelTarget.Of(row.Labels[label], label, _task) is { } positive ? 2 * label + (positive ? 1 : 0) : -1;

    private int[] ClassOf(LabelledImage row) => _classes.TryGetValue(row.Label, out var number) ? [number] : [];

    private static float[] BoundsOf(float[] ordered) => ordered.Length < Parts ? [] : [.. Enumerable.Range(1, Parts - 1).Select(part => ordered[part * ordered.Length / Parts - 1]).Distinct()];

    private NotSupportedException Lacks() => new($"{nameof(TaskCategories)} must know each kind of task. It lacks '{_task.Kind}'.");
}
