using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Experiments.Runs;

/// <summary>How well a model does on the studies of a set of images.</summary>
/// <param name="How">What the scores of a study's images came to.</param>
/// <param name="Studies">The studies.</param>
/// <param name="Labels">The figures of each label, for binary (one label) and multiLabel tasks.</param>
/// <param name="Classes">The figures of the classes and the confusion matrix, for binary, multiclass and ordinal tasks; the class of a study is the most likely one by the mean of its images.</param>
/// <param name="Number">The figures of the number, for regressions.</param>
public sealed record StudyResult(ScoreAggregation How, int Studies, MultiLabelMetrics? Labels, ClassificationSummary? Classes, RegressionSummary? Number = null)
{
    /// <summary>The main figure: the (mean) area under the ROC curve over labels or classes.</summary>
    public double AreaUnderRocCurve => Labels?.MacroAreaUnderRocCurve ?? Classes?.MacroAreaUnderRocCurve ?? double.NaN;

    /// <summary>The figures of the studies of some images; null where an image's study is not known.</summary>
    internal static StudyResult? Compute(TaskKind kind, IReadOnlyList<string> names, IReadOnlyList<EvaluationRow> images, ScoreAggregation how)
    {
        if (images.Count == 0 || images.Any(image => image.Study is null)) return null;
        var studies = StudyScores.Group([.. images.Select(image => image.Study!)])
            .Select(rows => Join(kind, [.. rows.Select(row => images[row])], how)).ToArray();
        var (labels, classes, number) = EvaluationResult.Figures(kind, names, studies);
        return new(how, studies.Length, labels, classes, number);
    }

    private static EvaluationRow Join(TaskKind kind, EvaluationRow[] images, ScoreAggregation how)
    {
        var truths = images.Select(image => image.Truth).ToArray();
        float[] truth = kind switch
        {
            _ when kind.HasLabels => StudyScores.Labels(truths),
            // The images of a study have one number, or it is not known.
            TaskKind.Regression => [truths.Select(image => image[0]).Distinct().ToArray() is [var number] ? number : float.NaN],
            _ => [StudyScores.Class(truths.Select(image => (int)image[0])) ?? -1],
        };
        var scores = StudyScores.Scores([.. images.Select(image => image.Scores)], how);
        return images[0] with { Truth = truth, Scores = scores, Called = kind != TaskKind.Ordinal || float.IsNaN(scores[0]) ? null : Array.IndexOf(scores, scores.Max()) };
    }
}
