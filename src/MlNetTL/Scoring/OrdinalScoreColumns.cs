using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Scoring;

/// <summary>Grades in order: the predicted grade as a key with the label's own key values, the probabilities of the grades, and the grade as a number.</summary>
internal sealed class OrdinalScoreColumns(ScoreColumnNames names, KeyValues keys, IGrader grader) : ScoreColumns(names)
{
    public override DataViewSchema.DetachedColumn[] Make() =>
    [
        .. MulticlassScoreColumns.Make(Names, keys, new GradeColumns(Names.Grade, grader.CutPoints).AddTo),
        // In no set of score columns: an evaluator would take it for another score.
        new(Names.Grade, NumberDataViewType.Single),
    ];

    public override float[] MeanOf(IReadOnlyList<ReadOnlyMemory<float>> views) => grader.MeanOf(views);

    // Keys count from 1; 0 is 'missing', which is what an unreadable image gets.
    public override Delegate MakeGetter(int column, Func<ReadOnlyMemory<float>> logits) => column switch
    {
        0 => (ValueGetter<uint>)((ref uint value) => value = float.IsNaN(logits().Span[0]) ? 0 : (uint)grader.CallOf(logits().Span) + 1),
        1 => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            var outputs = logits().Span;
            var editor = VBufferEditor.Create(ref value, keys.Count);
            if (float.IsNaN(outputs[0])) editor.Values.Fill(float.NaN);
            else grader.ProbabilitiesOf(outputs).CopyTo(editor.Values);
            value = editor.Commit();
        }),
        _ => (ValueGetter<float>)((ref float value) => value = float.IsNaN(logits().Span[0]) ? float.NaN : (float)grader.PositionOf(logits().Span)),
    };
}
