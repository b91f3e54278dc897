using MlNetTL.Data;
using MlNetTL.Foundation;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>What is predicted.</summary>
/// <param name="Kind">binary: one label, yes or no; multiclass: one of several classes; multiLabel: several labels at once, unknown ones masked out; ordinal: one of
/// several grades in order; regression: a number, of 'data.valueColumn' or of a data set whose classes are numbers.</param>
/// <param name="Labels">binary: the one label; multiLabel: the labels, as the data set's columns are called, or [ "all" ] for all those of a published data set (CheXpert's
/// fourteen observations, ChestX-ray14's fourteen findings); multiclass: the classes, or empty for those
/// that the data have; ordinal: the grades from the lowest on, or empty for those that the data have where they are numbers; regression: empty.</param>
/// <param name="Uncertain">What an uncertain label (-1) is trained as: ignore, zeros, ones, smoothedZeros, smoothedOnes; multiClass: a class of its own beside negative and positive; selfTrained: what a first
/// model thinks of it, which is trained with ignore in the same run.</param>
/// <param name="Blank">What a label that is not mentioned is trained as.</param>
/// <param name="Propagate">Whether what is found at a child of the label tree holds for its parents too, as in Edema for Lung Opacity, before
/// 'uncertain' and 'blank' apply. Conflicts are counted. It changes what is true: compare a hierarchy with a flat model that propagates, too. Absent: as 'hierarchy'.</param>
/// <param name="Method">ordinal only: coral (Cao, Mirjalili and Raschka, 2020) or cutPoints, a regression that is cut into grades where the quadratic weighted kappa of the validation images is
/// highest. Absent: coral.</param>
/// <param name="ImportanceWeights">ordinal by coral only: how much each question 'above this grade?' counts, from the lowest grade on, one fewer than there are grades; each above 0. Absent: all
/// count 1.</param>
/// <param name="UncertainByLabel">Labels whose uncertain values are trained as something else than 'uncertain' says, as in { "Edema": "ones" }. multiClass and selfTrained do not go together.</param>
/// <param name="Hierarchy">multiLabel only: trains by the label tree in two stages, each label where its parent is present, then the head on all; a score is the product down the
/// tree, so that no child is above its parent (Pham et al., arXiv 1911.06475).</param>
/// <param name="HeadEpochs">hierarchy only: how many of 'training.epochs' are the second stage's, at least 1 and fewer than all. Absent: a third, rounded up.</param>
/// <param name="HeadLearningRate">hierarchy only: the learning rate of the second stage, above 0; 'training.schedule' runs once in each stage. Absent: 'training.learningRate'.</param>
/// <param name="Tree">With 'hierarchy' or 'propagate' only: the label tree, each label that has a parent with its parent, as in { "Edema": "Lung Opacity" }. Absent: CheXpert's.</param>
public sealed record TaskSettings(
    TaskKind Kind,
    IReadOnlyList<string>? Labels = null,
    UncertainPolicy Uncertain = UncertainPolicy.Ignore,
    BlankPolicy Blank = BlankPolicy.Ignore,
    bool? Propagate = null,
    OrdinalMethodKind? Method = null,
    IReadOnlyList<double>? ImportanceWeights = null,
    IReadOnlyDictionary<string, UncertainPolicy>? UncertainByLabel = null,
    bool Hierarchy = false,
    int? HeadEpochs = null,
    double? HeadLearningRate = null,
    IReadOnlyDictionary<string, string>? Tree = null)
{
    /// <summary>The labels or classes.</summary>
    public IReadOnlyList<string> Labels { get; init; } = Labels ?? [];

    /// <summary>Whether the network predicts a number, and is trained by how far it is off.</summary>
    internal bool TrainsOnNumbers => Kind == TaskKind.Regression || Kind == TaskKind.Ordinal && Method == OrdinalMethodKind.CutPoints;

    /// <summary>Whether what is found at a child holds for its parents.</summary>
    internal bool Propagates => Propagate ?? Hierarchy;

    /// <summary>Which label implies which.</summary>
    internal LabelTree LabelTree => Tree is null ? CheXpertLabels.Tree : new(Tree.Select(link => (link.Key, link.Value)));

    /// <summary>Whether an uncertain label is a class of its own.</summary>
    internal bool UncertainIsClass => Policies.Contains(UncertainPolicy.MultiClass);

    /// <summary>Whether a first model says what uncertain labels are trained as.</summary>
    internal bool IsSelfTrained => Policies.Contains(UncertainPolicy.SelfTrained);

    /// <summary>What an uncertain value of a label is trained as.</summary>
    internal UncertainPolicy PolicyOf(string label) => UncertainByLabel is { } own && own.TryGetValue(label, out var policy) ? policy : Uncertain;

    /// <summary>The same of the label at a place; of one column under another name, that of the one label.</summary>
    internal UncertainPolicy PolicyAt(int place) => place < Labels.Count ? PolicyOf(Labels[place]) : Uncertain;

    /// <summary>The same task, where some policies are others.</summary>
    internal TaskSettings WithPolicies(Func<UncertainPolicy, UncertainPolicy> change) =>
        this with { Uncertain = change(Uncertain), UncertainByLabel = UncertainByLabel?.ToDictionary(pair => pair.Key, pair => change(pair.Value)) };

    /// <summary>The same task, where no other model says what uncertain labels are trained as.</summary>
    internal TaskSettings WithoutSelfTraining() => WithPolicies(policy => policy == UncertainPolicy.SelfTrained ? UncertainPolicy.Ignore : policy);

    private IEnumerable<UncertainPolicy> Policies => Kind.HasLabels ? Labels.Select(PolicyOf) : [];

    internal void Validate(DataSettings data, ProblemList problems)
    {
        ValidateUncertain(problems);
        ValidateHierarchy(problems);
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

    private void ValidateUncertain(ProblemList problems)
    {
        foreach (var label in UncertainByLabel?.Keys.Except(Labels) ?? [])
            problems.Add("task.uncertainByLabel", $"task.uncertainByLabel must name labels of 'task.labels'. Received: '{label}'.{Suggestion.For(label, Labels)} Known: {string.Join(", ", Labels)}.");
        problems.Require(Kind.HasLabels || UncertainByLabel is null, "task.uncertainByLabel", "must be absent but for binary and multiLabel: images of other tasks have one class or number each", UncertainByLabel?.Count);
        problems.Require(Kind.HasLabels || Uncertain is not (UncertainPolicy.MultiClass or UncertainPolicy.SelfTrained), "task.uncertain",
            "must be another than multiClass and selfTrained but for binary and multiLabel: other tasks have no uncertain labels", Uncertain);
        problems.Require(!(UncertainIsClass && IsSelfTrained), "task.uncertainByLabel", "must not have multiClass and selfTrained both: a label is left uncertain for the one or the other", "both");
    }

    /// <summary>The epochs of a hierarchy's second stage.</summary>
    /// <param name="epochs">All epochs.</param>
    internal int HeadEpochsOf(int epochs) => HeadEpochs ?? (epochs + 2) / 3;

    private void ValidateHierarchy(ProblemList problems)
    {
        problems.Require(!(Hierarchy && IsSelfTrained && Policies.Any(policy => policy is UncertainPolicy.SmoothedZeros or UncertainPolicy.SmoothedOnes)), "task.uncertainByLabel",
            "must not have smoothedZeros or smoothedOnes beside selfTrained with 'hierarchy': its first stage reads soft labels as a model's probabilities down the tree, and targets that are drawn are none", "both");
        problems.Require(Hierarchy || HeadEpochs is null, "task.headEpochs", "belongs to 'hierarchy' only", HeadEpochs);
        problems.Require(HeadEpochs is null or >= 1, "task.headEpochs", "must be at least 1, or absent for a third of the epochs", HeadEpochs);
        problems.Require(Hierarchy || HeadLearningRate is null, "task.headLearningRate", "belongs to 'hierarchy' only", HeadLearningRate);
        problems.Require(HeadLearningRate is null or (> 0 and < double.PositiveInfinity), "task.headLearningRate", "must lie above 0", HeadLearningRate);
        problems.Require(Tree is null || Hierarchy || Propagates, "task.tree", "belongs to 'hierarchy' and 'propagate' only", Tree?.Count);
        problems.Require(Tree is not { Count: 0 }, "task.tree", "must have a label with its parent, or be absent for CheXpert's", "nothing");
        var looped = Tree?.Keys.FirstOrDefault(IsOwnAncestor);
        problems.Require(looped is null, "task.tree", "must have no label that is its own ancestor", looped);
        if (!Hierarchy) return;
        problems.Require(Kind == TaskKind.MultiLabel, "task.hierarchy", "must be false for other than multiLabel tasks", Hierarchy);
        problems.Require(looped is not null || Kind != TaskKind.MultiLabel || Labels.Any(label => LabelTree.AncestorsOf(label).Any(Labels.Contains)), "task.hierarchy",
            Tree is null ? "needs labels of which one is under another in CheXpert's tree, as Edema is under Lung Opacity, or a tree of their own in 'task.tree'"
                : "needs labels of which one is under another in 'task.tree'", string.Join(", ", Labels));
    }

    private bool IsOwnAncestor(string label)
    {
        var above = label;
        for (var steps = 0; steps <= Tree!.Count && Tree.TryGetValue(above, out var parent); steps++)
            if ((above = parent) == label) return true;
        return false;
    }
}
