using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Scoring;

/// <summary>Binary tasks: the predicted label, the logit as score (ML.NET's evaluator takes a score above 0 as 'yes', whatever the predicted label says) and the probability.</summary>
internal sealed class BinaryScoreColumns(ScoreColumnNames names) : ScoreColumns(names)
{
    private const string Kind = "BinaryClassification";

    public override DataViewSchema.DetachedColumn[] Make() =>
    [
        ScoreAnnotations.Column(Names.PredictedLabel, BooleanDataViewType.Instance, ScoreAnnotations.Start(Kind, "PredictedLabel")),
        ScoreAnnotations.Column(Names.Score, NumberDataViewType.Single, ScoreAnnotations.Start(Kind, "Score")),
        ScoreAnnotations.Column(Names.Probability, NumberDataViewType.Single, ScoreAnnotations.Start(Kind, "Probability", isNormalized: true)),
    ];

    public override float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views) => ViewMeans.OfSigmoids(views);

    public override Delegate MakeGetter(int column, Func<ReadOnlyMemory<float>> logits) => column switch
    {
        0 => (ValueGetter<bool>)((ref bool value) => value = logits().Span[0] > 0),
        1 => (ValueGetter<float>)((ref float value) => value = logits().Span[0]),
        _ => (ValueGetter<float>)((ref float value) => value = Sigmoid(logits().Span[0])),
    };
}
