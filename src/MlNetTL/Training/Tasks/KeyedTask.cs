using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Data;
using MlNetTL.Evaluation;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Sampling;
using static TorchSharp.torch;

namespace MlNetTL.Training.Tasks;

/// <summary>One of several classes, in order or not. The label is a key; a missing key leaves the row out.</summary>
internal abstract class KeyedTask : LearningTask
{
    /// <summary>What the key is for, in words.</summary>
    protected abstract string Wanted { get; }

    public override bool HasClasses => true;

    public override double WeightOf(Tensor labels, Tensor? weights) =>
        weights is null ? labels.shape[0] : weights.index_select(0, labels.squeeze(1).to(ScalarType.Int64)).sum().item<float>();

    public override double[] BalancedRows(IReadOnlyList<float[]> labels) => RowWeights.Balancing([.. labels.Select(row => row[0])]);

    public override IReadOnlyList<string> NamesOf(DataViewSchema.Column label)
    {
        if (label.Type is not KeyDataViewType key)
            throw new ArgumentException($"Label column '{label.Name}' must be a Key {Wanted}. Found: {label.Type}. Append Transforms.Conversion.MapValueToKey(\"{label.Name}\") before the trainer.");
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

    public override bool Has(ValidationMetric metric) => metric == ValidationMetric.QuadraticKappa || base.Has(metric);

    public override double Measure(ValidationMetric metric, IReadOnlyList<string> names, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels) => metric switch
    {
        ValidationMetric.QuadraticKappa => Kappa.Quadratic(Confusion(names.Count, logits, labels)),
        ValidationMetric.Accuracy => Confusion(names.Count, logits, labels).Select((row, truth) => row[truth]).Sum() / (double)labels.Count,
        _ => base.Measure(metric, names, logits, labels),
    };

    /// <summary>What tells classes from the outputs of scored rows.</summary>
    protected abstract IGrader GraderFor(int classes, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels);

    /// <summary>The mean of what rows lose, weighted by their classes where these have weights.</summary>
    protected static Tensor Mean(Tensor losses, Tensor classes, Tensor? weights) => weights is null ? losses.mean() : WeightedMean(losses, weights.index_select(0, classes));

    protected override double AreaUnderRocCurve(IReadOnlyList<string> names, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels)
    {
        var grader = GraderFor(names.Count, logits, labels);
        var probabilities = logits.Select(row => grader.ProbabilitiesOf(row)).ToList();
        return names.Select((_, c) => RocCurve.From([.. probabilities.Select(row => row[c])], [.. labels.Select(row => (int)row[0] == c)]).AreaUnderCurve)
            .Where(area => !double.IsNaN(area)).DefaultIfEmpty(double.NaN).Average();
    }

    private int[][] Confusion(int classes, IReadOnlyList<float[]> logits, IReadOnlyList<float[]> labels)
    {
        var grader = GraderFor(classes, logits, labels);
        var confusion = Enumerable.Range(0, classes).Select(_ => new int[classes]).ToArray();
        foreach (var (row, label) in logits.Zip(labels)) confusion[(int)label[0]][grader.CallOf(row)]++;
        return confusion;
    }

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
