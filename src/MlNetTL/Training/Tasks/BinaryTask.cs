using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Evaluation;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Sampling;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>One yes or no. The label is Boolean, or Single where values between 0 and 1 are soft targets and NaN is 'not known': such rows are left out.</summary>
internal sealed class BinaryTask : LearningTask
{
    public override PredictionTask Kind => PredictionTask.Binary;

    public override int OutputsOf(int names) => 1;

    public override ValidationMetric DefaultMetric => ValidationMetric.AreaUnderRocCurve;

    public override bool HasClasses => true;

    public override IReadOnlyList<string> NamesOf(DataViewSchema.Column label) => label.Type is BooleanDataViewType || label.Type == NumberDataViewType.Single
        ? [label.Name]
        : throw new ArgumentException($"Label column '{label.Name}' must be of type Boolean or Single (0, 1 or NaN) for binary classification. Found: {label.Type}. "
            + "For a vector of labels use MapUncertainLabel to choose one, or MultiLabelClassification; for a text label use Transforms.Conversion.");

    public override Func<float[]> ReaderOf(DataViewRow cursor, DataViewSchema.Column label)
    {
        if (label.Type is BooleanDataViewType)
        {
            var boolean = cursor.GetGetter<bool>(label);
            var value = false;
            return () =>
            {
                boolean(ref value);
                return [value ? 1 : 0];
            };
        }
        var single = cursor.GetGetter<float>(label);
        var number = 0f;
        return () =>
        {
            single(ref number);
            if (number is < 0 or > 1)
                throw new ArgumentException($"Label column '{label.Name}' must hold 0, 1 or NaN. Found {number} in row {cursor.Position}. Uncertain labels (-1) are mapped by MapUncertainLabel.");
            return [number];
        };
    }

    public override IReadOnlyList<bool> Trainable(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, Action<string> warn)
    {
        var positives = labels.Count(row => row[0] > 0.5f);
        if (positives == 0 || positives == labels.Count)
            throw new ArgumentException($"Label '{names[0]}' must have rows of both classes to be trained. Found: {positives} positive and {labels.Count - positives} negative. "
                + "Check the policies for uncertain and blank labels, and the split.");
        return [true];
    }

    public override float[]? Weights(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, ClassWeighting weighting, IReadOnlyDictionary<string, double>? byName)
    {
        CheckWeightNames(byName, ["False", "True"]);
        if (byName is not null) return [(float)byName.GetValueOrDefault("False", 1), (float)byName.GetValueOrDefault("True", 1)];
        if (weighting == ClassWeighting.None) return null;
        var positives = labels.Count(row => row[0] > 0.5f);
        return weighting == ClassWeighting.EffectiveNumber
            ? EffectiveNumber.Weights([labels.Count - positives, positives], EffectiveNumberBeta)
            : [labels.Count / (2f * (labels.Count - positives)), labels.Count / (2f * positives)];
    }

    public override double[] BalancedRows(IReadOnlyList<float[]> labels) => RowWeights.Balancing([.. labels.Select(row => row[0] > 0.5f)]);

    // The weighted mean, as PyTorch's cross-entropy has it: divided by the sum of weights.
    public override Tensor Loss(Tensor logits, Tensor labels, Tensor? weights, LossOptions loss)
    {
        var losses = loss.OfLabels(logits, labels, null);
        if (weights is null) return losses.mean();
        var weight = WeightsOfRows(labels, weights);
        return (losses * weight).sum() / weight.sum().clamp_min(1e-12);
    }

    public override double WeightOf(Tensor labels, Tensor? weights) => weights is null ? labels.shape[0] : WeightsOfRows(labels, weights).sum().item<float>();

    protected override double AreaUnderRocCurve(IReadOnlyList<string> names, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        RocCurve.From([.. Known(logits, labels).Select(row => row.Logit)], [.. Known(logits, labels).Select(row => row.IsPositive)]).AreaUnderCurve;

    protected override double Accuracy(IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        Known(logits, labels).Select(row => row.Logit > 0 == row.IsPositive ? 1.0 : 0.0).DefaultIfEmpty(double.NaN).Average();

    private static Tensor WeightsOfRows(Tensor labels, Tensor weights) => weights[0] * (1 - labels) + weights[1] * labels;

    // A smoothed target is no truth to hold a score against.
    private static IEnumerable<(float Logit, bool IsPositive)> Known(IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        logits.Zip(labels, (logit, label) => (Logit: logit[0], Label: label[0])).Where(row => row.Label is 0 or 1).Select(row => (row.Logit, row.Label == 1));
}
