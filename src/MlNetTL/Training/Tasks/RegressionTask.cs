using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Evaluation;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>A number. The label is Single; NaN is 'not known', and leaves the row out. The network predicts in standard deviations of the training rows' numbers, figures are in the label's unit.</summary>
/// <param name="scale">The unit of the network's output.</param>
internal sealed class RegressionTask(TargetScale scale) : LearningTask
{
    private static readonly SquaredError s_squaredError = new();

    public override PredictionTask Kind => PredictionTask.Regression;

    public override TargetScale? Targets => scale;

    public override ValidationMetric DefaultMetric => ValidationMetric.MeanAbsoluteError;

    public override LossOptions DefaultLoss => s_squaredError;

    public override int OutputsOf(int names) => 1;

    public override bool Has(ValidationMetric metric) => metric is ValidationMetric.Default or ValidationMetric.Loss
        or ValidationMetric.MeanAbsoluteError or ValidationMetric.RootMeanSquaredError or ValidationMetric.RSquared;

    public override IEnumerable<string> ProblemsOf(ImageTransferLearningTrainer.Options options)
    {
        foreach (var problem in base.ProblemsOf(options)) yield return problem;
        if (options.ClassWeighting != ClassWeighting.None) yield return $"ClassWeighting must be None where a number is predicted, as there are no classes. Received: {options.ClassWeighting}.";
        if (options.ClassWeights is not null) yield return "ClassWeights must be null where a number is predicted, as there are no classes. Received some.";
    }

    public override IReadOnlyList<string> NamesOf(DataViewSchema.Column label) => label.Type == NumberDataViewType.Single
        ? [label.Name]
        : throw new ArgumentException($"Label column '{label.Name}' must be of type Single for regression. Found: {label.Type}. Convert it with Transforms.Conversion.ConvertType(\"{label.Name}\", outputKind: DataKind.Single).");

    public override Func<float[]> ReaderOf(DataViewRow cursor, DataViewSchema.Column label)
    {
        var getter = cursor.GetGetter<float>(label);
        var number = 0f;
        return () =>
        {
            getter(ref number);
            return float.IsInfinity(number)
                ? throw new ArgumentException($"Label column '{label.Name}' must hold finite numbers, or NaN for 'not known'. Found {number} in row {cursor.Position}.")
                : [number];
        };
    }

    public override IReadOnlyList<bool> Trainable(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, Action<string> warn) => labels.Select(row => row[0]).Distinct().Count() > 1
        ? [true]
        : throw new ArgumentException($"Label '{names[0]}' must have at least 2 different numbers in the training rows. Found: {labels[0][0]} in all {labels.Count}. Check the column and the split.");

    public override float[]? Weights(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, ClassWeighting weighting, IReadOnlyDictionary<string, double>? byName) => null;

    public override LearningTask LearnedFrom(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, IReadOnlyList<bool> trained) => new RegressionTask(TargetScale.Of([.. labels.Select(row => row[0])]));

    protected override Tensor LossOfLogits(Tensor logits, Tensor labels, Tensor? weights, LossOptions loss) => Losses(logits, labels, scale, loss).mean();

    public override double WeightOf(Tensor labels, Tensor? weights) => labels.shape[0];

    /// <summary>What each row loses: [rows, 1].</summary>
    /// <param name="outputs">The network's outputs, [rows, 1].</param>
    /// <param name="labels">The numbers, [rows, 1].</param>
    /// <param name="scale">The unit of the outputs.</param>
    /// <param name="loss">What a row loses.</param>
    public static Tensor Losses(Tensor outputs, Tensor labels, TargetScale scale, LossOptions loss)
    {
        // In double precision: numbers such as years differ by little beside their size.
        var targets = labels.to(ScalarType.Float64).sub(scale.Mean).div(scale.Deviation).to(ScalarType.Float32);
        return loss.OfNumbers(outputs, targets);
    }

    public override double Measure(ValidationMetric metric, IReadOnlyList<string> names, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels)
    {
        var (predicted, truths) = (logits.Select(row => scale.Restore(row[0])).ToArray(), labels.Select(row => (double)row[0]).ToArray());
        return metric switch
        {
            ValidationMetric.MeanAbsoluteError => NumberMeasures.MeanAbsoluteError(predicted, truths),
            ValidationMetric.RootMeanSquaredError => NumberMeasures.RootMeanSquaredError(predicted, truths),
            ValidationMetric.RSquared => NumberMeasures.RSquared(predicted, truths),
            _ => throw Lacks(metric),
        };
    }
}
