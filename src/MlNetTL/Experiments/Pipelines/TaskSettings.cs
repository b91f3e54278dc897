using MlNetTL.Data;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>What is predicted.</summary>
/// <param name="Kind">binary: one label, yes or no; multiclass: one of several classes; multiLabel: several labels at once, unknown ones masked out; ordinal: one of
/// several grades in order; regression: a number, of 'data.valueColumn' or of a data set whose classes are numbers.</param>
/// <param name="Labels">binary: the one label; multiLabel: the labels, as the data set's columns are called; multiclass: the classes, or empty for those
/// that the data have; ordinal: the grades from the lowest on, or empty for those that the data have where they are numbers; regression: empty.</param>
/// <param name="Uncertain">What an uncertain label (-1) is trained as.</param>
/// <param name="Blank">What a label that is not mentioned is trained as.</param>
/// <param name="Propagate">Whether what is found at a child of CheXpert's label tree holds for its parents too, as in Edema for Lung Opacity, before
/// 'uncertain' and 'blank' apply. Conflicts are counted.</param>
/// <param name="Method">ordinal only: coral (Cao, Mirjalili and Raschka, 2020) or cutPoints, a regression that is cut into grades where the quadratic weighted kappa of the validation images is
/// highest. Absent: coral.</param>
/// <param name="ImportanceWeights">ordinal by coral only: how much each question 'above this grade?' counts, from the lowest grade on, one fewer than there are grades; each above 0. Absent: all
/// count 1.</param>
public sealed record TaskSettings(
    TaskKind Kind,
    IReadOnlyList<string>? Labels = null,
    UncertainPolicy Uncertain = UncertainPolicy.Ignore,
    BlankPolicy Blank = BlankPolicy.Ignore,
    bool Propagate = false,
    OrdinalMethodKind? Method = null,
    IReadOnlyList<double>? ImportanceWeights = null)
{
    /// <summary>The labels or classes.</summary>
    public IReadOnlyList<string> Labels { get; init; } = Labels ?? [];

    /// <summary>Whether the network predicts a number, and is trained by how far it is off.</summary>
    internal bool TrainsOnNumbers => Kind == TaskKind.Regression || Kind == TaskKind.Ordinal && Method == OrdinalMethodKind.CutPoints;

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
            case TaskKind.Ordinal:
                problems.Require(Labels.Count != 1, "task.labels", "must hold two classes or more, or be empty for those that the data have", Labels.Count);
                problems.Require(data.Definition.Labels.HasFlag(DatasetLabels.Classes), "task.kind",
                    $"must be binary or multiLabel for '{data.Definition.Name}', whose labels do not exclude each other", System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{Kind}"));
                problems.Require(data.Dataset != DatasetKind.Csv || !string.IsNullOrEmpty(data.LabelColumn), "data.labelColumn",
                    "must name the column with the class", data.LabelColumn);
                break;
            case TaskKind.Regression:
                ValidateNumber(data, problems);
                break;
            default:
                throw new NotSupportedException($"{nameof(TaskSettings)} must know each kind of task. It lacks '{Kind}'.");
        }
        problems.Require(!Kind.HasLabels || data.Definition.Labels.HasFlag(DatasetLabels.Observations), "task.kind",
            $"must be multiclass, ordinal or regression for '{data.Definition.Name}', each of whose images has one class", Kind);
        problems.Require(Kind == TaskKind.Regression || data.ValueColumn is null, "data.valueColumn", "must be absent unless 'task.kind' is regression", data.ValueColumn);
        problems.Require(Kind == TaskKind.Ordinal || Method is null, "task.method", "belongs to 'kind' ordinal only", Method);
        problems.Require(ImportanceWeights is null || Kind == TaskKind.Ordinal && !TrainsOnNumbers, "task.importanceWeights", "belong to 'kind' ordinal by coral only", ImportanceWeights?.Count);
        problems.Require(ImportanceWeights is null || ImportanceWeights.All(weight => weight > 0 && double.IsFinite(weight)), "task.importanceWeights", "must lie above 0", string.Join(", ", ImportanceWeights ?? []));
        problems.Require(ImportanceWeights is null || Labels.Count == 0 || ImportanceWeights.Count == Labels.Count - 1, "task.importanceWeights", "must be one fewer than the grades in 'task.labels'", ImportanceWeights?.Count);
    }

    private void ValidateNumber(DataSettings data, ProblemList problems)
    {
        problems.Require(Labels.Count == 0, "task.labels", "must be empty for a regression: 'data.valueColumn' names the number", string.Join(", ", Labels));
        if (data.Dataset == DatasetKind.Csv)
            problems.Require(string.IsNullOrEmpty(data.ValueColumn) != string.IsNullOrEmpty(data.LabelColumn), "data.valueColumn",
                "must name the column with the number, or 'data.labelColumn' one of classes that are numbers", data.ValueColumn is null ? "neither" : "both");
        else
        {
            problems.Require(data.ValueColumn is null, "data.valueColumn", "belongs to the dataset csv only", data.ValueColumn);
            problems.Require(data.Definition.Labels.HasFlag(DatasetLabels.Classes), "task.kind", $"must be binary or multiLabel for '{data.Definition.Name}', whose images have no number", "regression");
        }
    }
}
