using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Cli.Splits;

/// <summary>The categories of a task: its classes, or the positives and negatives of its labels.</summary>
internal sealed class TaskCategories
{
    private readonly TaskSettings _task;
    private readonly Dictionary<string, int> _classes;

    public TaskCategories(TaskSettings task, ImageTable table)
    {
        _task = task;
        string[] classes = task.Kind != TaskKind.Multiclass ? [] : task.Labels.Count > 0 ? [.. task.Labels] : [.. table.Rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        _classes = classes.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        Sampled = task.Kind switch
        {
            TaskKind.Multiclass => [.. classes.Select(name => $"of '{name}'")],
            TaskKind.Binary => [$"negatives of '{task.Labels[0]}'", $"positives of '{task.Labels[0]}'"],
            _ => [.. task.Labels.Select(name => $"positives of '{name}'")],
        };
    }

    /// <summary>What a sample takes n of, in words.</summary>
    public IReadOnlyList<string> Sampled { get; }

    /// <summary>The categories whose shares a split keeps: classes, or each label's negatives and positives.</summary>
    public IReadOnlyList<int> StrataOf(LabelledImage row) => _task.Kind == TaskKind.Multiclass ? ClassOf(row)
        : [.. row.Labels.Select((label, i) => LabelTarget.Of(label, i, _task) is { } positive ? 2 * i + (positive ? 1 : 0) : -1).Where(category => category >= 0)];

    /// <summary>The categories that a sample takes n of: classes; negatives and positives of one label; positives of each of several.</summary>
    public IReadOnlyList<int> SampledOf(LabelledImage row) => _task.Kind switch
    {
        TaskKind.Multiclass => ClassOf(row),
        TaskKind.Binary => StrataOf(row),
        _ => [.. Enumerable.Range(0, row.Labels.Length).Where(i => LabelTarget.Of(row.Labels[i], i, _task) == true)],
    };

    private int[] ClassOf(LabelledImage row) => _classes.TryGetValue(row.Label, out var number) ? [number] : [];
}
