using System.Text.Json.Serialization;
using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;

namespace MlNetTL.Experiments.Runs;

/// <summary>How well a model does on one set of images, and how many were left out.</summary>
/// <param name="Set">validation or test, or what else the images are called.</param>
/// <param name="Kind">The kind of task.</param>
/// <param name="Names">binary: the one label; multiLabel: the labels; multiclass and ordinal: the classes; regression: what the number is called.</param>
/// <param name="Images">Images listed, scored or not.</param>
/// <param name="Patients">Patients whom they come from; null where the data do not tell.</param>
/// <param name="ChoseBestEpoch">Whether the best epoch was chosen by these images, which makes the figures optimistic.</param>
/// <param name="Labels">The figures of each label, for binary (one label) and multiLabel tasks.</param>
/// <param name="Classes">The figures of the classes and the confusion matrix, for binary, multiclass and ordinal tasks.</param>
/// <param name="Number">The figures of the number, for regression.</param>
public sealed record EvaluationResult(
    string Set,
    TaskKind Kind,
    IReadOnlyList<string> Names,
    int Images,
    int? Patients,
    bool ChoseBestEpoch,
    MultiLabelMetrics? Labels,
    ClassificationSummary? Classes,
    RegressionSummary? Number = null)
{
    /// <summary>The scored images, for curves and the predictions' CSV. They are not part of metrics.json.</summary>
    [JsonIgnore]
    public IReadOnlyList<EvaluationRow> Rows { get; init; } = [];

    /// <summary>The figures of studies; null where none were asked for, or the data do not name them.</summary>
    public StudyResult? Studies { get; init; }

    /// <summary>The main figure: the (mean) area under the ROC curve over labels or classes; NaN for a number.</summary>
    public double AreaUnderRocCurve => Labels?.MacroAreaUnderRocCurve ?? Classes?.MacroAreaUnderRocCurve ?? double.NaN;

    /// <summary>Compares scores with truths.</summary>
    /// <param name="set">validation or test.</param>
    /// <param name="kind">The kind of task.</param>
    /// <param name="names">binary: the one label; multiLabel: the labels; multiclass and ordinal: the classes; regression: what the number is called.</param>
    /// <param name="rows">The scored images.</param>
    /// <param name="choseBestEpoch">Whether the best epoch was chosen by these images.</param>
    /// <param name="study">What the scores of a study's images come to; null where studies are not measured.</param>
    /// <param name="cutPoints">Where the model cuts a study's number into grades; null where it is no model by cut points.</param>
    /// <exception cref="ArgumentException">Truths or scores do not fit the task.</exception>
    public static EvaluationResult Compute(string set, TaskKind kind, IReadOnlyList<string> names, IReadOnlyList<EvaluationRow> rows, bool choseBestEpoch, ScoreAggregation? study = null,
        IReadOnlyList<double>? cutPoints = null)
    {
        var (labels, classes, number) = Figures(kind, names, rows);
        int? patients = rows.Count > 0 && rows.All(row => row.Patient is not null) ? rows.Select(row => row.Patient).Distinct().Count() : null;
        return new(set, kind, names, rows.Count, patients, choseBestEpoch, labels, classes, number) { Rows = rows, Studies = study is { } how ? StudyResult.Compute(kind, names, rows, how, cutPoints) : null };
    }

    /// <summary>The figures of some rows, images or studies.</summary>
    internal static (MultiLabelMetrics? Labels, ClassificationSummary? Classes, RegressionSummary? Number) Figures(TaskKind kind, IReadOnlyList<string> names, IReadOnlyList<EvaluationRow> rows)
    {
        var scores = rows.Select(row => row.Scores).ToArray();
        var labels = kind.HasLabels ? MultiLabelMetrics.Compute(names, [.. rows.Select(row => row.Truth)], scores) : null;
        var classes = kind switch
        {
            TaskKind.Multiclass => ClassificationSummary.Multiclass(names, [.. rows.Select(row => (int)row.Truth[0])], scores),
            TaskKind.Ordinal => ClassificationSummary.Multiclass(names, [.. rows.Select(row => (int)row.Truth[0])], scores, [.. rows.Select(row => row.Called ?? -1)]),
            TaskKind.Binary => ClassificationSummary.Binary(
                $"no {names[0]}", names[0], rows.Select(row => row.Truth[0]).ToArray(), rows.Select(row => row.Scores[0]).ToArray()),
            TaskKind.MultiLabel or TaskKind.Regression => null,
            _ => throw new NotSupportedException($"{nameof(EvaluationResult)} must measure each kind of task. It lacks '{kind}'."),
        };
        var number = kind == TaskKind.Regression ? RegressionSummary.Compute(names[0], [.. rows.Select(row => row.Truth[0])], [.. rows.Select(row => row.Scores[0])]) : null;
        return (labels, classes, number);
    }

    /// <summary>Whether the classes are grades in order, by the task or by their names.</summary>
    internal bool HasGrades => Kind == TaskKind.Ordinal || Classes is { HasGrades: true };

    /// <summary>Images left out because they were not scored.</summary>
    [JsonIgnore]
    public int Unscored => Labels?.Unscored ?? Classes?.Unscored ?? Number?.Unscored ?? 0;
}
