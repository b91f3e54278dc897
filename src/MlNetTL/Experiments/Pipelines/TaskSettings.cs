using MlNetTL.Data;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>What is predicted.</summary>
/// <param name="Kind">binary: one label, yes or no; multiclass: one of several classes; multiLabel: several labels at once, unknown ones masked out.</param>
/// <param name="Labels">binary: the one label; multiLabel: the labels, as the data set's columns are called; multiclass: the classes, or empty for those
/// that the data have.</param>
/// <param name="Uncertain">What an uncertain label (-1) is trained as.</param>
/// <param name="Blank">What a label that is not mentioned is trained as.</param>
/// <param name="Propagate">Whether what is found at a child of CheXpert's label tree holds for its parents too, as in Edema for Lung Opacity, before
/// 'uncertain' and 'blank' apply. Conflicts are counted.</param>
public sealed record TaskSettings(
    TaskKind Kind,
    IReadOnlyList<string>? Labels = null,
    UncertainPolicy Uncertain = UncertainPolicy.Ignore,
    BlankPolicy Blank = BlankPolicy.Ignore,
    bool Propagate = false)
{
    /// <summary>The labels or classes.</summary>
    public IReadOnlyList<string> Labels { get; init; } = Labels ?? [];

    internal void Validate(DataSettings data, ProblemList problems)
    {
        foreach (var twice in Labels.GroupBy(label => label).Where(group => group.Count() > 1))
            problems.Add("task.labels", $"task.labels must differ from each other. Received: '{twice.Key}' {twice.Count()} times.");
        foreach (var empty in Labels.Where(string.IsNullOrWhiteSpace)) problems.Require(false, "task.labels", "must not be empty", empty);
        switch (Kind)
        {
            case TaskKind.Binary:
                problems.Require(Labels.Count == 1, "task.labels", "must hold the one label of a binary task (several: use multiLabel)", Labels.Count);
                break;
            case TaskKind.MultiLabel:
                problems.Require(Labels.Count > 0, "task.labels", "must hold the labels of a multiLabel task", Labels.Count);
                break;
            case TaskKind.Multiclass:
                problems.Require(Labels.Count != 1, "task.labels", "must hold two classes or more, or be empty for those that the data have", Labels.Count);
                problems.Require(data.Definition.Labels.HasFlag(DatasetLabels.Classes), "task.kind",
                    $"must be binary or multiLabel for '{data.Definition.Name}', whose labels do not exclude each other", "multiclass");
                problems.Require(data.Dataset != DatasetKind.Csv || !string.IsNullOrEmpty(data.LabelColumn), "data.labelColumn",
                    "must name the column with the class", data.LabelColumn);
                break;
        }
        problems.Require(Kind == TaskKind.Multiclass || data.Definition.Labels.HasFlag(DatasetLabels.Observations), "task.kind",
            $"must be multiclass for '{data.Definition.Name}', each of whose images has one class", Kind);
    }
}
