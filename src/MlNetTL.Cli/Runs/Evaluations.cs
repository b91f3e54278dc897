using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;
using MlNetTL.Scoring;

namespace MlNetTL.Cli.Runs;

/// <summary>Holds a model's scores against the truth.</summary>
internal static class Evaluations
{
    /// <summary>What to tell where studies were to be measured and cannot be.</summary>
    public const string NoStudies = "output.study asks for figures of studies, and the data do not name the study of every image: images alone are measured. Name the studies' column in data.studyColumn.";

    /// <summary>Scores a table and computes its figures.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The images, all with a known label.</param>
    /// <param name="source">Tells what counts as true.</param>
    /// <param name="choseBestEpoch">Whether the best epoch was chosen by these images.</param>
    /// <param name="skipUnreadable">Whether unreadable images are passed over and counted.</param>
    /// <param name="progress">Takes the number of images done.</param>
    /// <param name="cancel">Stops between images.</param>
    public static EvaluationResult Run(SavedModel model, ImageTable table, PipelineSource source,
        bool choseBestEpoch, bool skipUnreadable, Action<int> progress, CancellationToken cancel)
    {
        var kind = KindOf(model.Description.Task);
        // Data of another source may lack some of the model's labels: those that both have are measured.
        int[] measured = kind == TaskKind.MultiLabel ? [.. Enumerable.Range(0, model.Description.LabelNames.Count).Where(i => source.Measures(model.Description.LabelNames[i]))] : [];
        string[] names = kind == TaskKind.MultiLabel ? [.. measured.Select(i => model.Description.LabelNames[i])] : [.. model.Description.LabelNames];
        var order = kind == TaskKind.MultiLabel ? SlotsOf(names, table) : [0];
        var rows = new List<EvaluationRow>(table.Rows.Count);
        foreach (var scored in model.Score(table.Rows, skipUnreadable))
        {
            cancel.ThrowIfCancellationRequested();
            float[] truth = kind == TaskKind.Regression ? [scored.Image.Value]
                : kind.HasClasses ? [IndexOf(names, scored.Image.Label)]
                : [.. order.Select(slot => source.TruthOf(scored.Image.Labels[slot]))];
            rows.Add(new(scored.Image.Path, table.HasPatients ? scored.Image.Patient : null, truth,
                kind == TaskKind.MultiLabel ? [.. measured.Select(i => scored.Scores[i])] : scored.Scores, scored.Called, scored.Image.StudyOfAll(), scored.Grade));
            progress(rows.Count);
        }
        return EvaluationResult.Compute(table.Set, kind, names, rows, choseBestEpoch, source.Study, model.CutPoints);
    }

    /// <summary>The kind of task, in a pipeline's words.</summary>
    public static TaskKind KindOf(PredictionTask task) => task switch
    {
        PredictionTask.Binary => TaskKind.Binary,
        PredictionTask.Multiclass => TaskKind.Multiclass,
        PredictionTask.MultiLabel => TaskKind.MultiLabel,
        PredictionTask.Ordinal => TaskKind.Ordinal,
        PredictionTask.Regression => TaskKind.Regression,
        _ => throw new NotSupportedException($"{nameof(Evaluations)} must know each task. It lacks '{task}'."),
    };

    /// <summary>The method of an ordinal task, in a pipeline's words; null for other tasks.</summary>
    public static OrdinalMethodKind? MethodOf(OrdinalMethod? method) => method switch
    {
        null => null,
        OrdinalMethod.Coral => OrdinalMethodKind.Coral,
        OrdinalMethod.CutPoints => OrdinalMethodKind.CutPoints,
        _ => throw new NotSupportedException($"{nameof(Evaluations)} must know each method. It lacks '{method}'."),
    };

    private static int[] SlotsOf(IReadOnlyList<string> names, ImageTable table)
    {
        var slots = names.Select(name => IndexOf(table.LabelNames, name)).ToArray();
        var absent = names.Where((_, i) => slots[i] < 0).ToArray();
        return absent.Length == 0 ? slots : throw new ArgumentException(
            $"The data must have all labels of the model. Missing: {string.Join(", ", absent)}. Found: {string.Join(", ", table.LabelNames)}.");
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++) if (names[i] == name) return i;
        return -1;
    }
}
