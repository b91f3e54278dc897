using MlNetTL.Data;
using MlNetTL.Scoring;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>Labels of a tree, in two stages (Pham et al., arXiv 1911.06475, section 3.2): first each label where its parent is present, then all labels in all rows. Scores are the products down the paths.</summary>
/// <param name="tree">Which label implies which.</param>
/// <param name="conditionalEpochs">The epochs of the first stage.</param>
/// <param name="softLabelsAreProducts">Whether soft labels are products down the paths, which the first stage divides by the parent's.</param>
internal sealed class HierarchicalTask(LabelTree tree, int conditionalEpochs, bool softLabelsAreProducts) : MultiLabelTask
{
    // Null until the labels are known, and where none of them is under another.
    private LabelPaths? _paths;

    public override IReadOnlyList<int>? Parents => _paths?.Parents;

    public override LearningTask LearnedFrom(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, IReadOnlyList<bool> trained) =>
        new HierarchicalTask(tree, conditionalEpochs, softLabelsAreProducts)
        {
            UncertainIsClass = UncertainIsClass,
            EffectiveNumberBeta = EffectiveNumberBeta,
            LabelWeighting = LabelWeighting,
            LabelWeights = LabelWeights,
            _paths = LabelPaths.Of(names, trained, tree),
        };

    public override IReadOnlyList<bool> Trainable(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, Action<string> warn)
    {
        var trainable = base.Trainable(names, labels, warn);
        if (LabelPaths.Of(names, trainable, tree) is not { } paths)
        {
            warn($"No label that is trained is under another in the tree of Hierarchy: {string.Join(", ", names)} are trained side by side, in two stages all the same.");
            return trainable;
        }
        foreach (var (name, child) in names.Select((name, i) => (name, i)).Where(pair => paths.Parents[pair.i] >= 0))
            if (labels.Count(row => row[child] > 0.5f && !(row[paths.Parents[child]] > 0.5f)) is > 0 and var lost)
                warn($"'{name}' is present in {lost:N0} rows where '{names[paths.Parents[child]]}', above it in the tree, is not: the first stage does not learn from them. Append Transforms.PropagateLabels before MapUncertainLabels.");
        return trainable;
    }

    public override IReadOnlyList<int> TargetStarts => _paths is null ? base.TargetStarts : [1, conditionalEpochs + 1];

    public override Tensor TargetsIn(int epoch, Tensor labels) => epoch <= conditionalEpochs && _paths is { } paths ? paths.Conditional(labels, softLabelsAreProducts) : labels;

    public override Tensor LogitsOf(Tensor outputs)
    {
        var own = base.LogitsOf(outputs);
        return _paths is { } paths ? paths.LogitsOf(own) : own;
    }
}
