using MlNetTL.Data;
using MlNetTL.Scoring;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // What labels are beside yes and no: uncertain, or part of a tree.
    public sealed partial class Options
    {
        /// <summary>Learns uncertain labels (-1, as <see cref="UncertainPolicy.MultiClass"/> leaves them) as a class of their own: three outputs a label, negative, positive and uncertain, and a
        /// softmax over them. The probability is p1 / (p0 + p1) (U-MultiClass: Irvin et al., 'CheXpert', 2019, section 3.1). Labels without -1 may stand beside. For binary and multi-label tasks.</summary>
        public bool UncertainIsClass { get; set; }

        /// <summary>Trains a multi-label task in two stages by which label implies which, such as <see cref="CheXpertLabels.Tree"/> (Pham et al., arXiv 1911.06475, section 3.2). In the first, 'conditional',
        /// a label counts only in rows where its parent is present (a target above one half); in the second, 'head', the head alone is trained, from the best epoch of the first, on every label of all
        /// rows. <see cref="Schedule"/>, its warm-up included, runs once in each stage. A label's score is the product down its path, so that no child is above its parent. Labels outside the tree are roots; those that the data lack are passed over. <see cref="Patience"/> ends
        /// the second stage alone, and the best epoch is one of it. Have PropagateLabels make the labels obey the tree. Null: labels stand side by side.</summary>
        public LabelTree? Hierarchy { get; set; }

        /// <summary>With <see cref="Hierarchy"/>, how many of the <see cref="Epochs"/> are the second stage's, the last ones; at least 1 and fewer than all. Null: a third, rounded up.</summary>
        public int? HeadEpochs { get; set; }

        /// <summary>With <see cref="Hierarchy"/>, the learning rate of the second stage, above 0. Null: <see cref="LearningRate"/>.</summary>
        public double? HeadLearningRate { get; set; }

        /// <summary>With <see cref="Hierarchy"/>, whether labels between 0 and 1 are what a model by the same tree says of them, products down the paths, as in self-training (<c>ReplaceUncertainLabels</c>; Irvin et
        /// al. 2019, section 3.1). The first stage, which trains a label where its parent is present, then divides a label's target by its parent's: P(label | parent) = P(label) / P(parent). The second takes
        /// targets as they are. False: targets are taken as they are in both, as those that are drawn for uncertain labels must be.</summary>
        public bool SoftLabelsAreProducts { get; set; }

        /// <summary>The epochs of the first of two stages; null where there are not two.</summary>
        internal int? ConditionalEpochs => Hierarchy is null ? null : Epochs - (HeadEpochs ?? (Epochs + 2) / 3);

        private IEnumerable<string> LabelsProblems()
        {
            if (Hierarchy is null && HeadEpochs is not null) yield return $"HeadEpochs needs Hierarchy, which has a stage for the head. Received: {HeadEpochs} without. Set Hierarchy, or leave HeadEpochs null.";
            if (Hierarchy is null && HeadLearningRate is not null) yield return $"HeadLearningRate needs Hierarchy, which has a stage for the head. Received: {HeadLearningRate} without. Set Hierarchy, or leave HeadLearningRate null.";
            if (HeadLearningRate is { } rate && (!(rate > 0) || double.IsInfinity(rate))) yield return $"HeadLearningRate must be above 0 and finite, or null. Received: {rate}.";
            if (Hierarchy is null && SoftLabelsAreProducts) yield return "SoftLabelsAreProducts needs Hierarchy, down whose paths the products are. Received: true without. Set Hierarchy, or leave SoftLabelsAreProducts false.";
            if (ConditionalEpochs is >= 1 and var conditional && LastJoining is { } last && last > conditional)
                yield return $"UnfreezeEvery must let every stage join within the first of Hierarchy's two stages, which has {conditional} of {Epochs} epochs: the second trains the head alone. "
                    + $"Received: {UnfreezeEvery}, by which the last one would join in epoch {last}. Set UnfreezeEvery or HeadEpochs lower, Epochs higher, or leave UnfreezeEvery null.";
            if (Hierarchy is not null && Phases is { Count: > 0 }) yield return "Phases must be null with Hierarchy, which has two stages of its own. Received both. Leave one of them null.";
            if (Hierarchy is not null && HeadEpochs is null && Epochs < 2) yield return $"Epochs must be at least 2 with Hierarchy, whose two stages take one each. Received: {Epochs}.";
            if (Hierarchy is not null && HeadEpochs is { } head && (head < 1 || head >= Epochs)) yield return $"HeadEpochs must be at least 1 and fewer than Epochs ({Epochs}), which count both stages. Received: {head}.";
        }

        private IEnumerable<string> LabelsProblemsFor(PredictionTask task)
        {
            if (Hierarchy is not null && task != PredictionTask.MultiLabel) yield return $"Hierarchy must be null for other than multi-label tasks. Received: a {task} task.";
            if (UncertainIsClass && task is not (PredictionTask.Binary or PredictionTask.MultiLabel)) yield return $"UncertainIsClass must be false for other than binary and multi-label tasks. Received: a {task} task.";
            if (UncertainIsClass && Loss?.ProblemFor(PredictionTask.Multiclass) is not null)
                yield return $"Loss must be defined for several classes where UncertainIsClass makes three of each label. Received: {Loss}. Use CrossEntropy, or treat uncertain labels otherwise.";
        }
    }
}
