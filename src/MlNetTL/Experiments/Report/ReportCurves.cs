using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;

namespace MlNetTL.Experiments.Report;

/// <summary>The curves of a label that its scored images give: they are drawn anew, because metrics.json holds figures and not curves.</summary>
internal sealed record ReportCurves(string Name, float[] Scores, bool[] Truths)
{
    private RocCurve? _roc;

    public RocCurve Roc => _roc ??= RocCurve.From(Scores, Truths);

    /// <summary>For each label or class, the images where it is known.</summary>
    public static List<ReportCurves> Of(EvaluationResult evaluation)
    {
        var curves = new List<ReportCurves>();
        // A number has no curve.
        if (evaluation.Kind == TaskKind.Regression) return curves;
        var isMulticlass = evaluation.Kind.HasClasses;
        for (var i = 0; i < evaluation.Names.Count; i++)
        {
            var (scores, truths) = (new List<float>(), new List<bool>());
            // NaN: the image could not be read, or this label was not trained.
            foreach (var row in evaluation.Rows.Where(row => !float.IsNaN(row.Scores[i])))
            {
                var truth = isMulticlass ? row.Truth[0] < 0 ? float.NaN : row.Truth[0] == i ? 1 : 0 : row.Truth[i];
                if (truth is not (0 or 1)) continue;
                scores.Add(row.Scores[i]);
                truths.Add(truth == 1);
            }
            curves.Add(new(evaluation.Names[i], [.. scores], [.. truths]));
        }
        return curves;
    }
}
