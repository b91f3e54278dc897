using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Scoring;

/// <summary>A number, in the label's own unit.</summary>
/// <param name="names">The names of the columns.</param>
/// <param name="scale">The unit of the network's output.</param>
internal sealed class RegressionScoreColumns(ScoreColumnNames names, TargetScale scale) : ScoreColumns(names)
{
    public override DataViewSchema.DetachedColumn[] Make() => [ScoreAnnotations.Column(Names.Score, NumberDataViewType.Single, ScoreAnnotations.Start("Regression", "Score"))];

    public override float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views) => ViewMeans.OfNumbers(views);

    public override Delegate MakeGetter(int column, Func<ReadOnlyMemory<float>> logits) =>
        (ValueGetter<float>)((ref float value) => value = (float)scale.Restore(logits().Span[0]));
}
