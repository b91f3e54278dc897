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
            if (IsOutOfRange(number))
                throw new ArgumentException($"Label column '{label.Name}' must hold 0, 1 or NaN. Found {number} in row {cursor.Position}. {WayOut(number)}");
            return [number];
        };
    }

    public override IReadOnlyList<bool> Trainable(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, Action<string> warn)
    {
        var (negatives, positives) = Count(labels);
        if (positives == 0 || negatives == 0)
            throw new ArgumentException($"Label '{names[0]}' must have rows of both classes to be trained. Found: {positives} positive and {negatives} negative. "
                + "Check the policies for uncertain and blank labels, and the split.");
        return [true];
    }

    public override float[]? Weights(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, ClassWeighting weighting, IReadOnlyDictionary<string, double>? byName)
    {
        CheckWeightNames(byName, ["False", "True"]);
        if (byName is not null) return [(float)byName.GetValueOrDefault("False", 1), (float)byName.GetValueOrDefault("True", 1)];
        if (weighting == ClassWeighting.None) return null;
        var (negatives, positives) = Count(labels);
        return weighting == ClassWeighting.EffectiveNumber
            ? EffectiveNumber.Weights([negatives, positives], EffectiveNumberBeta)
            : [(negatives + positives) / (2f * negatives), (negatives + positives) / (2f * positives)];
    }

    // An uncertain row is of a class of its own.
    public override double[] BalancedRows(IReadOnlyList<float[]> labels) => RowWeights.Balancing([.. labels.Select(row => row[0] < 0 ? -1 : row[0] > 0.5f ? 1 : 0)]);

    // An uncertain row counts once, whatever the two classes do.
    public override Tensor Loss(Tensor outputs, Tensor labels, Tensor? weights, LossOptions loss)
    {
        if (!UncertainIsClass) return LossOfLogits(outputs, labels, weights, loss);
        var losses = UncertainClassLoss.Of(outputs, labels, null, loss);
        return weights is null ? losses.mean() : WeightedMean(losses, WeightsOfRows(labels, weights));
    }

    public override double WeightOf(Tensor labels, Tensor? weights) => weights is null ? labels.shape[0] : WeightsOfRows(labels, weights).sum().item<float>();

    protected override Tensor LossOfLogits(Tensor logits, Tensor labels, Tensor? weights, LossOptions loss)
    {
        if (!UncertainIsClass)
        {
            var losses = loss.OfLabels(logits, labels, null);
            return weights is null ? losses.mean() : WeightedMean(losses, WeightsOf(labels, weights));
        }
        var known = (labels >= 0).to(ScalarType.Float32);
        var targets = labels.clamp_min(0);
        return WeightedMean(loss.OfLabels(logits, targets, null), weights is null ? known : known * WeightsOf(targets, weights));
    }

    private static Tensor WeightsOfRows(Tensor labels, Tensor weights) => where(labels < 0, ones_like(labels), WeightsOf(labels, weights));

    private static Tensor WeightsOf(Tensor labels, Tensor weights) => weights[0] * (1 - labels) + weights[1] * labels;

    private static (int Negatives, int Positives) Count(IReadOnlyList<float[]> labels) => (labels.Count(row => row[0] is >= 0 and <= 0.5f), labels.Count(row => row[0] > 0.5f));

    protected override double AreaUnderRocCurve(IReadOnlyList<string> names, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        RocCurve.From([.. Known(logits, labels).Select(row => row.Logit)], [.. Known(logits, labels).Select(row => row.IsPositive)]).AreaUnderCurve;

    protected override double Accuracy(IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        Known(logits, labels).Select(row => row.Logit > 0 == row.IsPositive ? 1.0 : 0.0).DefaultIfEmpty(double.NaN).Average();


    // A smoothed target is no truth to hold a score against.
    private static IEnumerable<(float Logit, bool IsPositive)> Known(IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        logits.Zip(labels, (logit, label) => (Logit: logit[0], Label: label[0])).Where(row => row.Label is 0 or 1).Select(row => (row.Logit, row.Label == 1));
}
