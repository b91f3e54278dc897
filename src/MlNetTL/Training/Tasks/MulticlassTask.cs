using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Evaluation;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Sampling;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>One of several classes. The label is a key; a missing key leaves the row out.</summary>
internal sealed class MulticlassTask : LearningTask
{
    public override PredictionTask Kind => PredictionTask.Multiclass;

    public override ValidationMetric DefaultMetric => ValidationMetric.Accuracy;

    public override bool HasClasses => true;

    public override IReadOnlyList<string> NamesOf(DataViewSchema.Column label)
    {
        if (label.Type is not KeyDataViewType key)
            throw new ArgumentException($"Label column '{label.Name}' must be a Key for multi-class classification. Found: {label.Type}. Append Transforms.Conversion.MapValueToKey(\"{label.Name}\") before the trainer.");
        if (key.Count < 2) throw new ArgumentException($"Label column '{label.Name}' must have at least 2 classes. Found: {key.Count}.");
        return KeyValues.Of(label).Values;
    }

    public override KeyValues? KeysOf(DataViewSchema.Column label) => KeyValues.Of(label);

    public override Func<float[]> ReaderOf(DataViewRow cursor, DataViewSchema.Column label) => label.Type.RawType.Name switch
    {
        nameof(Byte) => Reader<byte>(cursor, label, key => key),
        nameof(UInt16) => Reader<ushort>(cursor, label, key => key),
        nameof(UInt64) => Reader<ulong>(cursor, label, key => key),
        _ => Reader<uint>(cursor, label, key => key),
    };

    public override IReadOnlyList<bool> Trainable(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, Action<string> warn)
    {
        var counts = Counts(names.Count, labels);
        if (counts.Count(count => count > 0) < 2)
            throw new ArgumentException($"At least 2 classes must have training rows. Found: {string.Join(", ", names.Zip(counts, (name, count) => $"{name} {count}"))}.");
        var absent = names.Where((_, i) => counts[i] == 0).ToList();
        if (absent.Count > 0) warn($"No training row has the class {string.Join(", ", absent)}: it will never be predicted.");
        return [.. names.Select(_ => true)];
    }

    public override float[]? Weights(IReadOnlyList<string> names, IReadOnlyList<float[]> labels, ClassWeighting weighting, IReadOnlyDictionary<string, double>? byName)
    {
        CheckWeightNames(byName, names);
        if (byName is not null) return [.. names.Select(name => (float)byName.GetValueOrDefault(name, 1))];
        if (weighting == ClassWeighting.None) return null;
        var counts = Counts(names.Count, labels);
        if (weighting == ClassWeighting.EffectiveNumber) return EffectiveNumber.Weights(counts, EffectiveNumberBeta);
        var present = counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : labels.Count / (float)(present * count))];
    }

    public override double[] BalancedRows(IReadOnlyList<float[]> labels) => RowWeights.Balancing([.. labels.Select(row => row[0])]);

    // The weighted mean; 0 for a batch whose classes all weigh 0, where PyTorch's own mean would be 0 / 0.
    protected override Tensor LossOfLogits(Tensor logits, Tensor labels, Tensor? weights, LossOptions loss)
    {
        var classes = labels.squeeze(1).to(ScalarType.Int64);
        var losses = loss.OfClasses(logits, classes);
        if (weights is null) return losses.mean();
        var weight = weights.index_select(0, classes);
        return (losses * weight).sum() / weight.sum().clamp_min(1e-12);
    }

    protected override double AreaUnderRocCurve(IReadOnlyList<string> names, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels)
    {
        var probabilities = logits.Select(row => ScoreColumns.Softmax(row)).ToList();
        return names.Select((_, c) => RocCurve.From([.. probabilities.Select(row => row[c])], [.. labels.Select(row => (int)row[0] == c)]).AreaUnderCurve)
            .Where(area => !double.IsNaN(area)).DefaultIfEmpty(double.NaN).Average();
    }

    protected override double Accuracy(IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) =>
        logits.Zip(labels, (row, label) => Array.IndexOf(row, row.Max()) == (int)label[0] ? 1.0 : 0.0).Average();

    private static int[] Counts(int classes, IReadOnlyList<float[]> labels)
    {
        var counts = new int[classes];
        foreach (var row in labels) counts[(int)row[0]]++;
        return counts;
    }

    private static Func<float[]> Reader<T>(DataViewRow cursor, DataViewSchema.Column label, Func<T, ulong> number) where T : struct
    {
        var getter = cursor.GetGetter<T>(label);
        T key = default;
        return () =>
        {
            getter(ref key);
            return [number(key) == 0 ? float.NaN : number(key) - 1];
        };
    }
}
