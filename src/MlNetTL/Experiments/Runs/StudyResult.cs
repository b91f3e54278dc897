using System.Text.Json.Serialization;
using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Experiments.Runs;

/// <summary>How well a model does on the studies of a set of images.</summary>
/// <param name="How">What the scores of a study's images came to.</param>
/// <param name="Studies">The studies.</param>
/// <param name="Labels">The figures of each label, for binary (one label) and multiLabel tasks.</param>
/// <param name="Classes">The figures of the classes and the confusion matrix, for binary, multiclass and ordinal tasks; a study is of the most likely class by the mean of its images, and of
/// the grade that the model's own rule makes of them.</param>
/// <param name="Number">The figures of the number, for regressions.</param>
public sealed record StudyResult(ScoreAggregation How, int Studies, MultiLabelMetrics? Labels, ClassificationSummary? Classes, RegressionSummary? Number = null)
{
    /// <summary>The main figure: the (mean) area under the ROC curve over labels or classes.</summary>
    public double AreaUnderRocCurve => Labels?.MacroAreaUnderRocCurve ?? Classes?.MacroAreaUnderRocCurve ?? double.NaN;

    /// <summary>The scored studies, for the predictions' CSV. They are not part of metrics.json.</summary>
    [JsonIgnore]
    public IReadOnlyList<EvaluationRow> Rows { get; init; } = [];

    /// <summary>The figures of the studies of some images; null where an image's study is not known.</summary>
    internal static StudyResult? Compute(TaskKind kind, IReadOnlyList<string> names, IReadOnlyList<EvaluationRow> images, ScoreAggregation how, IReadOnlyList<double>? cutPoints)
    {
        if (StudyRows.Of(kind, images, how, cutPoints) is not { } studies) return null;
        var (labels, classes, number) = EvaluationResult.Figures(kind, names, studies);
        return new(how, studies.Count, labels, classes, number) { Rows = studies };
    }
}
