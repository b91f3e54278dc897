using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Experiments.Runs;

/// <summary>Makes one row of the scored images of each study.</summary>
internal static class StudyRows
{
    /// <summary>A row for each study, in the order in which they first come; null where an image's study is not known. The path is that of its first image.</summary>
    /// <param name="kind">The kind of task.</param>
    /// <param name="images">The scored images.</param>
    /// <param name="how">What the scores of a study's images come to.</param>
    /// <param name="cutPoints">Where the model cuts a number into grades; null where it is no model by cut points.</param>
    public static IReadOnlyList<EvaluationRow>? Of(TaskKind kind, IReadOnlyList<EvaluationRow> images, ScoreAggregation how, IReadOnlyList<double>? cutPoints)
    {
        if (images.Count == 0 || images.Any(image => image.Study is null)) return null;
        return [.. StudyScores.Group([.. images.Select(image => image.Study!)]).Select(rows => Join(kind, [.. rows.Select(row => images[row])], how, cutPoints))];
    }

    private static EvaluationRow Join(TaskKind kind, EvaluationRow[] images, ScoreAggregation how, IReadOnlyList<double>? cutPoints)
    {
        float[][] truths = [.. images.Select(image => image.Truth)], scores = [.. images.Select(image => image.Scores)];
        float[] truth = kind switch
        {
            _ when kind.HasLabels => StudyScores.Labels(truths),
            TaskKind.Regression => [StudyScores.Number(truths.Select(image => image[0]))],
            _ => [StudyScores.Class(truths.Select(image => (int)image[0])) ?? -1],
        };
        if (kind != TaskKind.Ordinal) return images[0] with { Truth = truth, Scores = StudyScores.Scores(scores, how), Called = null };
        var (joined, called, number) = new StudyGrades(cutPoints).Join(scores, [.. images.Select(image => image.Grade ?? float.NaN)], how);
        return images[0] with { Truth = truth, Scores = joined, Called = called, Grade = cutPoints is null ? null : number };
    }
}
