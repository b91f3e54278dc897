using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Scoring;

/// <summary>Several labels at once: a probability each, NaN for a label that could not be trained, so that it can never be mistaken for an answer.</summary>
internal sealed class MultiLabelScoreColumns(ScoreColumnNames names, IReadOnlyList<string> labels, IReadOnlyList<bool> trained, LabelPaths? paths = null) : ScoreColumns(names)
{
    public override DataViewSchema.DetachedColumn[] Make()
    {
        var score = ScoreAnnotations.Start("MultiLabelClassification", "Score", isNormalized: true);
        score.AddSlotNames(labels);
        return [ScoreAnnotations.Column(Names.Score, new VectorDataViewType(NumberDataViewType.Single, labels.Count), score)];
    }

    // What is averaged are the scores, which are products down the tree: their means are brought back to what each label says where its parent is present.
    public override float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views)
    {
        if (paths is null) return ViewMeans.OfSigmoids(views);
        var means = new double[labels.Count];
        foreach (var view in views)
        {
            double[] products = [.. view.ToArray().Select(Probability)];
            paths.Multiply(products);
            for (var i = 0; i < means.Length; i++) means[i] += products[i] / views.Count;
        }
        return [.. means.Select((mean, i) => paths.Parents[i] < 0 ? mean : mean / Math.Max(means[paths.Parents[i]], double.Epsilon)).Select(Logit)];
    }

    public override Delegate MakeGetter(int column, Func<ReadOnlyMemory<float>> logits) => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
    {
        var row = logits().Span;
        var editor = VBufferEditor.Create(ref value, labels.Count);
        // In double precision up to the end: rounding keeps the order, so that no child is above its parent.
        Span<double> probabilities = stackalloc double[labels.Count];
        for (var i = 0; i < labels.Count; i++) probabilities[i] = Probability(row[i]);
        paths?.Multiply(probabilities);
        for (var i = 0; i < labels.Count; i++) editor.Values[i] = trained[i] ? (float)probabilities[i] : float.NaN;
        value = editor.Commit();
    });
}
