using Microsoft.ML;
using MlNetTL.Backbones;
using MlNetTL.Data;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>What differs between tasks in training: how labels are read, the loss, and the figure on validation rows.</summary>
/// <remarks>Labels are held as a row of floats: one 0 or 1 (binary), one class number from 0 (multi-class, ordinal), one number (regression), or one value a label (multi-label). NaN is 'not known'.</remarks>
internal abstract class LearningTask
{
    private static readonly CrossEntropy s_crossEntropy = new();

    public abstract PredictionTask Kind { get; }

    /// <summary>The label column where the options name none.</summary>
    public virtual string DefaultLabelColumnName => "Label";

    /// <summary>The names of the outputs: the label, the classes or the labels.</summary>
    /// <exception cref="ArgumentException">The column's type is not one that this task takes.</exception>
    public abstract IReadOnlyList<string> NamesOf(DataViewSchema.Column label);

    /// <summary>The key values of the label, for tasks that have them.</summary>
    public virtual KeyValues? KeysOf(DataViewSchema.Column label) => null;

    /// <summary>Makes what reads the label of the row where a cursor stands.</summary>
    public abstract Func<float[]> ReaderOf(DataViewRow cursor, DataViewSchema.Column label);

    /// <summary>For each output, whether it can be trained. An error where nothing can, a warning where some cannot.</summary>
    public abstract IReadOnlyList<bool> Trainable(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, Action<string> warn);

    /// <summary>How much of what rows tell the next row of their class tells again, for <see cref="ClassWeighting.EffectiveNumber"/>.</summary>
    public double EffectiveNumberBeta { get; set; } = EffectiveNumber.DefaultBeta;

    /// <summary>Whether labels may be uncertain (-1), a class of its own with an output of its own.</summary>
    public bool UncertainIsClass { get; init; }

    /// <summary>The logits that scores are made of, [rows, names], out of the network's outputs.</summary>
    public virtual Tensor LogitsOf(Tensor outputs) => UncertainIsClass ? UncertainClass.LogitsOf(outputs) : outputs;

    /// <summary>What is trained on in an epoch, of the labels of a batch.</summary>
    public virtual Tensor TargetsIn(int epoch, Tensor labels) => labels;

    /// <summary>The same of the labels of rows, for what is counted of them before they are trained on.</summary>
    public IReadOnlyList<float[]> TargetsIn(int epoch, IReadOnlyList<float[]> labels)
    {
        if (TargetStarts.Count == 1) return labels;
        using var scope = NewDisposeScope();
        return [.. TargetsIn(epoch, tensor(labels.SelectMany(row => row).ToArray(), [labels.Count, labels[0].Length])).contiguous().data<float>().ToArray().Chunk(labels[0].Length)];
    }

    /// <summary>The epochs from which on <see cref="TargetsIn(int, Tensor)"/> gives other targets than before, the first from 1 on. The last ones are the labels themselves.</summary>
    public virtual IReadOnlyList<int> TargetStarts => [1];

    /// <summary>For each label the place of its parent, -1 for a root; null where labels stand side by side.</summary>
    public virtual IReadOnlyList<int>? Parents => null;

    /// <summary>Whether there are several labels, of which one may count more than another.</summary>
    public virtual bool HasSeveralLabels => false;

    /// <summary>How much each of several labels counts; other tasks have none.</summary>
    public ClassWeighting LabelWeighting { get; set; }

    /// <summary>How much labels count by name, before <see cref="LabelWeighting"/>.</summary>
    public IReadOnlyDictionary<string, double>? LabelWeights { get; set; }

    /// <summary>Whether there are classes or labels whose rows can be drawn as often as each other's.</summary>
    public virtual bool HasClasses => false;

    /// <summary>How likely each row is drawn so that classes or labels are balanced, up to a factor.</summary>
    public virtual double[] BalancedRows(IReadOnlyList<float[]> labels) => throw new NotSupportedException($"A {Kind} task has no classes to balance.");

    /// <summary>The weights of classes in the loss, one or two for each output; null where all are 1.</summary>
    public abstract float[]? Weights(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, ClassWeighting weighting, IReadOnlyDictionary<string, double>? byName);

    /// <summary>What a task is trained on where the options name nothing, and what is reported of validation rows whatever it is trained on.</summary>
    public virtual LossOptions DefaultLoss => s_crossEntropy;

    /// <summary>The number of the network's outputs.</summary>
    /// <param name="names">The number of <see cref="NamesOf"/>.</param>
    public virtual int OutputsOf(int names) => names * (UncertainIsClass ? UncertainClass.Count : 1);

    /// <summary>The network's head.</summary>
    public Top TopOf(ImageTransferLearningTrainer.Options options, int names) => options.TopOf(OutputsOf(names)) with { SharedWeight = Method == OrdinalMethod.Coral };

    /// <summary>How grades are learned, of ordinal tasks.</summary>
    public virtual OrdinalMethod? Method => null;

    /// <summary>The unit of the network's output, of tasks whose network predicts a number.</summary>
    public virtual TargetScale? Targets => null;

    /// <summary>What does not hold of a fit's options for this task, a sentence each.</summary>
    public virtual IEnumerable<string> ProblemsOf(ImageTransferLearningTrainer.Options options)
    {
        if (options.Loss?.ProblemFor(Kind) is { } unfit) yield return unfit;
        if (Enum.IsDefined(options.Metric) && !Has(options.Metric)) yield return $"Metric must be one that a {Kind} task has. Received: {options.Metric}.";
        if (!HasClasses && options.Sampling == RowSampling.ByLabel) yield return $"Sampling ByLabel needs classes or labels to balance, which a {Kind} task has not. Sample ByColumn or EachOnce.";
        if (!HasSeveralLabels && (options.LabelWeights is not null || options.LabelWeighting != default))
            yield return $"LabelWeighting and LabelWeights are for multi-label tasks. Received: a {Kind} task. Use ClassWeighting or ClassWeights.";
        if (Kind != PredictionTask.Ordinal && options.OrdinalMethod != OrdinalMethod.Coral)
            yield return $"OrdinalMethod belongs to ordinal tasks (ImageOrdinalTransferLearning) only. Received: {options.OrdinalMethod} for a {Kind} task.";
        if (Method != OrdinalMethod.Coral && options.ImportanceWeights is not null) yield return "ImportanceWeights belong to ordinal tasks by CORAL only. Received some. Leave them null.";
    }

    /// <summary>The task with what it takes from the training rows. Two fits may go on at once, so that a task itself never changes.</summary>
    /// <param name="names">The names of <see cref="NamesOf"/>.</param>
    /// <param name="labels">The labels of the training rows.</param>
    /// <param name="trained">What <see cref="Trainable"/> gave.</param>
    /// <exception cref="ArgumentException">The options do not fit the labels.</exception>
    public virtual LearningTask LearnedFrom(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, IReadOnlyList<bool> trained) => this;

    /// <summary>The cut points that the task's grades need once the network is trained; null for tasks without.</summary>
    /// <param name="scores">What the network makes of the validation rows, or without any the training rows.</param>
    /// <param name="hasValidation">Whether they are validation rows.</param>
    /// <param name="names">The grades.</param>
    /// <param name="warn">Takes a warning.</param>
    public virtual GradeCuts? CutsFor(ValidationScores scores, bool hasValidation, IReadOnlyList<string> names, Action<string> warn) => null;

    /// <summary>The mean loss that is reported of rows which were not trained on, the same whatever a network is trained on: <see cref="DefaultLoss"/>.</summary>
    /// <param name="logits">What <see cref="LogitsOf"/> gave.</param>
    /// <param name="labels">[rows, labels a row].</param>
    /// <param name="weights">What <see cref="Weights"/> gave, as a tensor, or null.</param>
    public Tensor Loss(Tensor logits, Tensor labels, Tensor? weights) => LossOfLogits(logits, labels, weights, DefaultLoss);

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="outputs">The network's, [rows, outputs].</param>
    /// <param name="labels">[rows, labels a row].</param>
    /// <param name="weights">What <see cref="Weights"/> gave, as a tensor, or null.</param>
    /// <param name="loss">What each row or label loses.</param>
    public virtual Tensor Loss(Tensor outputs, Tensor labels, Tensor? weights, LossOptions loss) => LossOfLogits(outputs, labels, weights, loss);

    /// <summary>The mean loss by the logits of scores. An uncertain label is an unknown one here.</summary>
    protected abstract Tensor LossOfLogits(Tensor logits, Tensor labels, Tensor? weights, LossOptions loss);

    /// <summary>What the mean loss of a batch divides the sum by: its rows, their class weights or its known labels. What several batches lose on the mean is the mean of their losses by it.</summary>
    /// <param name="labels">[rows, labels a row].</param>
    /// <param name="weights">What <see cref="Weights"/> gave, as a tensor, or null.</param>
    public abstract double WeightOf(Tensor labels, Tensor? weights);

    /// <summary>The figure on validation rows that <see cref="ValidationMetric.Default"/> stands for.</summary>
    public abstract ValidationMetric DefaultMetric { get; }

    /// <summary>Whether validation rows can be measured by a figure.</summary>
    public virtual bool Has(ValidationMetric metric) => metric is ValidationMetric.Default or ValidationMetric.Loss or ValidationMetric.AreaUnderRocCurve or ValidationMetric.Accuracy;

    /// <summary>A figure of scored rows, other than the loss; NaN where it is not defined on them.</summary>
    /// <param name="metric">The figure.</param>
    /// <param name="names">The names of the outputs.</param>
    /// <param name="logits">The outputs, a row each.</param>
    /// <param name="labels">The truth, a row each.</param>
    public virtual double Measure(ValidationMetric metric, IReadOnlyList<string> names, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) => metric switch
    {
        ValidationMetric.AreaUnderRocCurve => AreaUnderRocCurve(names, logits, labels),
        ValidationMetric.Accuracy => Accuracy(logits, labels),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "The loss and a task's own metric are not measured by name."),
    };

    /// <summary>The AUC, or its mean over classes or labels.</summary>
    protected virtual double AreaUnderRocCurve(IReadOnlyList<string> names, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) => throw Lacks(ValidationMetric.AreaUnderRocCurve);

    /// <summary>The share of right answers.</summary>
    protected virtual double Accuracy(IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) => throw Lacks(ValidationMetric.Accuracy);

    /// <summary>The task of a kind, with the defaults of the options.</summary>
    public static LearningTask For(PredictionTask kind) => For(kind, new());

    /// <summary>The task of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="options">The settings of a fit.</param>
    public static LearningTask For(PredictionTask kind, ImageTransferLearningTrainer.Options options)
    {
        LearningTask task = kind switch
        {
            PredictionTask.Binary => new BinaryTask { UncertainIsClass = options.UncertainIsClass },
            PredictionTask.Multiclass => new MulticlassTask(),
            PredictionTask.MultiLabel when options.Hierarchy is { } tree => new HierarchicalTask(tree, options.ConditionalEpochs!.Value, options.SoftLabelsAreProducts) { UncertainIsClass = options.UncertainIsClass },
            PredictionTask.MultiLabel => new MultiLabelTask { UncertainIsClass = options.UncertainIsClass },
            PredictionTask.Ordinal when options.OrdinalMethod == OrdinalMethod.CutPoints => new CutPointTask(TargetScale.None),
            PredictionTask.Ordinal => new CoralTask(options.ImportanceWeights),
            PredictionTask.Regression => new RegressionTask(TargetScale.None),
            _ => throw new NotSupportedException($"{nameof(LearningTask)} must make each task. It lacks '{kind}'."),
        };
        (task.EffectiveNumberBeta, task.LabelWeighting, task.LabelWeights) = (options.EffectiveNumberBeta, options.LabelWeighting, options.LabelWeights);
        return task;
    }

    /// <summary>Tells of a figure that the task does not have.</summary>
    protected NotSupportedException Lacks(ValidationMetric metric) => new($"A {Kind} task has no {metric}.");

    /// <summary>The weighted mean, as PyTorch's cross-entropy has it: divided by the sum of weights; 0 where all weigh 0, where PyTorch's own would be 0 / 0.</summary>
    protected static Tensor WeightedMean(Tensor losses, Tensor weights) => (losses * weights).sum() / weights.sum().clamp_min(1e-12);

    /// <summary>Whether a label value cannot be one of this task.</summary>
    protected bool IsOutOfRange(float label) => label is < 0 or > 1 && !(UncertainIsClass && label == -1);

    /// <summary>What to do about a label that is out of range.</summary>
    protected static string WayOut(float label) => label == -1
        ? "Uncertain labels (-1) are mapped by MapUncertainLabels before the trainer; where it leaves them, by MultiClass or SelfTrained, Options.UncertainIsClass takes them, or ReplaceUncertainLabels puts soft targets in their place."
        : "Append Transforms.MapUncertainLabels before the trainer.";

    /// <summary>Every name in the weights must be one of the known.</summary>
    protected static void CheckWeightNames(IReadOnlyDictionary<string, double>? byName, IEnumerable<string> known, string setting = "ClassWeights")
    {
        var names = known.ToList();
        var unknown = (byName?.Keys ?? []).Where(name => !names.Contains(name)).ToList();
        if (unknown.Count > 0)
            throw new ArgumentException($"{setting} must name {string.Join(", ", names.Select(name => $"'{name}'"))}. Received: {string.Join(", ", unknown.Select(name => $"'{name}'"))}.");
    }
}
