using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Scoring;

/// <summary>Several classes: the predicted class as a key with the label's own key values, and the probabilities (ML.NET's log-loss needs probabilities, not logits).</summary>
internal sealed class MulticlassScoreColumns(ScoreColumnNames names, KeyValues keys) : ScoreColumns(names)
{
    private const string Kind = "MulticlassClassification";

    public override DataViewSchema.DetachedColumn[] Make() => Make(Names, keys);

    /// <summary>The predicted class and the probabilities of the classes, as ML.NET's evaluators of several classes know them.</summary>
    /// <param name="names">The names of the columns.</param>
    /// <param name="keys">The classes.</param>
    /// <param name="further">Adds to the annotations of the probabilities.</param>
    public static DataViewSchema.DetachedColumn[] Make(ScoreColumnNames names, KeyValues keys, Action<DataViewSchema.Annotations.Builder>? further = null)
    {
        var predicted = ScoreAnnotations.Start(Kind, "PredictedLabel");
        keys.AddTo(predicted, "KeyValues");
        var score = ScoreAnnotations.Start(Kind, "Score", isNormalized: true);
        score.AddSlotNames(keys.Values);
        keys.AddTo(score, "TrainingLabelValues");
        further?.Invoke(score);
        return
        [
            ScoreAnnotations.Column(names.PredictedLabel, new KeyDataViewType(typeof(uint), keys.Count), predicted),
            ScoreAnnotations.Column(names.Score, new VectorDataViewType(NumberDataViewType.Single, keys.Count), score),
        ];
    }

    public override float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views) => ViewMeans.OfSoftmaxes(views);

    public override Delegate MakeGetter(int column, Func<ReadOnlyMemory<float>> logits) => column == 0
        ? (ValueGetter<uint>)((ref uint value) => value = KeyOf(logits().Span))
        : (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            var editor = VBufferEditor.Create(ref value, keys.Count);
            Softmax(logits().Span).CopyTo(editor.Values);
            value = editor.Commit();
        });

    // Keys count from 1; 0 is 'missing', which is what an unreadable image gets.
    private static uint KeyOf(ReadOnlySpan<float> logits) => float.IsNaN(logits[0]) ? 0 : (uint)SoftmaxGrader.Instance.CallOf(logits) + 1;
}
