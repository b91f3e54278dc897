using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Evaluation;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Sampling;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>Several labels, each 0, 1, a soft target between, or NaN for 'not known', which is masked out of the loss.</summary>
internal class MultiLabelTask : LearningTask
{
    public override PredictionTask Kind => PredictionTask.MultiLabel;

    public override string DefaultLabelColumnName => "Labels";

    public override ValidationMetric DefaultMetric => ValidationMetric.AreaUnderRocCurve;

    public override bool HasClasses => true;

    public override bool HasSeveralLabels => true;

    public override IReadOnlyList<string> NamesOf(DataViewSchema.Column label)
    {
        if (label.Type is not VectorDataViewType { IsKnownSize: true, Size: > 0 } vector || vector.ItemType != NumberDataViewType.Single)
            throw new ArgumentException($"Label column '{label.Name}' must be a Vector<Single> of known size for multi-label classification. Found: {label.Type}.");
        return ColumnSlots.NamesOf(label) ?? [.. Enumerable.Range(0, vector.Size).Select(i => $"{label.Name}{i}")];
    }

    public override Func<float[]> ReaderOf(DataViewRow cursor, DataViewSchema.Column label)
    {
        var getter = cursor.GetGetter<VBuffer<float>>(label);
        VBuffer<float> buffer = default;
        return () =>
        {
            getter(ref buffer);
            var values = buffer.DenseValues().ToArray();
            foreach (var value in values)
                if (IsOutOfRange(value))
                    throw new ArgumentException($"Label column '{label.Name}' must hold values from 0 to 1, or NaN for 'not known'. Found {value} in row {cursor.Position}. {WayOut(value)}");
            return values;
        };
    }

    public override IReadOnlyList<bool> Trainable(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, Action<string> warn)
    {
        var trainable = names.Select((_, i) => labels.Any(row => row[i] > 0.5f) && labels.Any(row => row[i] is >= 0 and <= 0.5f)).ToList();
        var untrained = names.Where((_, i) => !trainable[i]).ToList();
        if (untrained.Count == names.Count)
            throw new ArgumentException($"At least one label must have both positive and negative rows. Found none of {string.Join(", ", names)}. Check the policies for uncertain and blank labels, and the split.");
        if (untrained.Count > 0)
            warn($"Not trained, since the training rows have one class only: {string.Join(", ", untrained)}. The score of such a label is NaN, and so is its AUC.");
        return trainable;
    }

    // Of each label how much its positives count; and where labels differ, too, how much each label counts.
    public override float[]? Weights(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, ClassWeighting weighting, IReadOnlyDictionary<string, double>? byName)
    {
        CheckWeightNames(byName, names);
        CheckWeightNames(LabelWeights, names, nameof(LabelWeights));
        var positives = PositiveWeights(names, labels, weighting, byName);
        if (LabelWeights is null && LabelWeighting == ClassWeighting.None) return positives;
        return [.. positives ?? Enumerable.Repeat(1f, names.Count), .. WeightsOfLabels(names, labels)];
    }

    public override double[] BalancedRows(IReadOnlyList<float[]> labels) => RowWeights.ByRarestPositive(labels);

    public override Tensor Loss(Tensor outputs, Tensor labels, Tensor? weights, LossOptions loss) => UncertainIsClass
        ? Mean(UncertainClassLoss.Of(outputs, labels, PositivesOf(weights, labels), loss), labels.isnan().logical_not(), weights)
        : LossOfLogits(outputs, labels, weights, loss);

    protected override Tensor LossOfLogits(Tensor logits, Tensor labels, Tensor? weights, LossOptions loss)
    {
        // False for NaN, and for -1 where uncertain is a class: a yes or no cannot be held against it.
        var known = labels >= 0;
        return Mean(loss.OfLabels(logits, where(known, labels, zeros_like(labels)), PositivesOf(weights, labels)), known, weights);
    }

    private static Tensor? PositivesOf(Tensor? weights, Tensor labels) => weights?.narrow(0, 0, labels.shape[1]);

    // Over known labels only, weighted where labels have weights. A batch without any has loss 0 and no gradient.
    private static Tensor Mean(Tensor losses, Tensor known, Tensor? weights)
    {
        var (mask, labels) = (known.to(ScalarType.Float32), losses.shape[1]);
        if (weights is null || weights.shape[0] == labels) return (losses * mask).sum() / mask.sum().clamp_min(1);
        return WeightedMean(losses, mask * weights.narrow(0, labels, labels));
    }

    public override double WeightOf(Tensor labels, Tensor? weights)
    {
        var known = labels.isnan().logical_not();
        var outputs = labels.shape[1];
        return weights is null || weights.shape[0] == outputs ? known.sum().item<long>() : known.to(ScalarType.Float32).mul(weights.narrow(0, outputs, outputs)).sum().item<float>();
    }

    private float[]? PositiveWeights(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, ClassWeighting weighting, IReadOnlyDictionary<string, double>? byName)
    {
        if (byName is not null) return [.. names.Select(name => (float)byName.GetValueOrDefault(name, 1))];
        if (weighting == ClassWeighting.None) return null;
        return [.. names.Select((_, i) => Ratio(labels.Count(row => row[i] is >= 0 and <= 0.5f), labels.Count(row => row[i] > 0.5f)))];

        // Of one kind alone, as the rows of a tree's first stage may be, there is nothing to balance.
        float Ratio(int negatives, int positives) => positives == 0 || negatives == 0 ? 1
            : weighting == ClassWeighting.EffectiveNumber ? (float)EffectiveNumber.Ratio(negatives, positives, EffectiveNumberBeta)
            : (float)negatives / positives;
    }

    // A label is as a class of its positives: inverse to their number or effective number, summing to the number of labels that have some.
    private float[] WeightsOfLabels(IReadOnlyList<string> names, IReadOnlyList<float[]> labels)
    {
        if (LabelWeights is not null) return [.. names.Select(name => (float)LabelWeights.GetValueOrDefault(name, 1))];
        int[] positives = [.. names.Select((_, i) => labels.Count(row => row[i] > 0.5f))];
        if (LabelWeighting == ClassWeighting.EffectiveNumber) return EffectiveNumber.Weights(positives, EffectiveNumberBeta);
        var inverse = positives.Select(count => count == 0 ? 0 : 1.0 / count).ToArray();
        return [.. inverse.Select(weight => (float)(weight * inverse.Count(other => other > 0) / inverse.Sum()))];
    }

    protected override double AreaUnderRocCurve(IReadOnlyList<string> names, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        names.Select((_, i) => Column(i, logits, labels)).Select(column => RocCurve.From(column.Scores, column.Positive).AreaUnderCurve)
            .Where(area => !double.IsNaN(area)).DefaultIfEmpty(double.NaN).Average();

    protected override double Accuracy(IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        Enumerable.Range(0, labels[0].Length).Select(i => Column(i, logits, labels)).Where(column => column.Scores.Length > 0)
            .Select(column => column.Scores.Zip(column.Positive, (score, positive) => score > 0 == positive ? 1.0 : 0.0).Average())
            .DefaultIfEmpty(double.NaN).Average();

    private static (float[] Scores, bool[] Positive) Column(int label, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels)
    {
        // Neither an unknown label nor a smoothed target is a truth to hold a score against.
        var known = Enumerable.Range(0, labels.Count).Where(row => labels[row][label] is 0 or 1).ToList();
        return ([.. known.Select(row => logits[row][label])], [.. known.Select(row => labels[row][label] > 0.5f)]);
    }
}
