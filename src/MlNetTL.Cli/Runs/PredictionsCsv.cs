using MlNetTL.Evaluation;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;
using MlNetTL.Scoring;

namespace MlNetTL.Cli.Runs;

/// <summary>Writes what a model says of images, a row for each.</summary>
internal static class PredictionsCsv
{
    /// <summary>Scores and writes.</summary>
    /// <param name="writer">Takes the CSV.</param>
    /// <param name="model">The model.</param>
    /// <param name="images">The images.</param>
    /// <param name="progress">Takes the number of images done.</param>
    /// <param name="cancel">Stops between images.</param>
    /// <returns>The scored images.</returns>
    public static IReadOnlyList<ScoredImage> Write(TextWriter writer, SavedModel model, ImagesToScore images, Action<int> progress, CancellationToken cancel)
    {
        var description = model.Description;
        WriteLine(writer, ["path", .. description.LabelNames, "predicted", "error"]);
        var all = new List<ScoredImage>(images.Rows.Count);
        foreach (var scored in model.Score(images.Rows, skipUnreadable: true))
        {
            cancel.ThrowIfCancellationRequested();
            WriteLine(writer, [images.Names[all.Count], .. scored.Scores.Select(score => Csv.Number(score)), Called(description, scored.Scores, scored.Called), scored.Error]);
            all.Add(scored);
            progress(all.Count);
        }
        writer.Flush();
        return all;
    }

    /// <summary>Writes a row for each study, by the rule that studies are measured by.</summary>
    /// <param name="writer">Takes the CSV.</param>
    /// <param name="model">The model.</param>
    /// <param name="images">The scored images, each with its study.</param>
    /// <param name="how">What the scores of a study's images come to.</param>
    /// <returns>The number of studies.</returns>
    public static int WriteStudies(TextWriter writer, SavedModel model, IReadOnlyList<ScoredImage> images, ScoreAggregation how)
    {
        var description = model.Description;
        var kind = Evaluations.KindOf(description.Task);
        float[] unknown = kind.HasClasses ? [-1] : [.. description.LabelNames.Select(_ => float.NaN)];
        var studies = StudyRows.Of(kind, [.. images.Select(image => new EvaluationRow(image.Image.Path, null, unknown, image.Scores, image.Called, image.Image.StudyOfAll(), image.Grade))], how, model.CutPoints) ?? [];
        WriteLine(writer, ["study", .. description.LabelNames, "predicted", "error"]);
        foreach (var study in studies)
            WriteLine(writer, [study.Study!, .. study.Scores.Select(score => Csv.Number(score)), Called(description, study.Scores, study.Called), study.Scores.All(float.IsNaN) ? "None of its images could be read." : ""]);
        writer.Flush();
        return studies.Count;
    }

    private static string Called(ModelDescription model, float[] scores, int? called)
    {
        if (scores.All(float.IsNaN)) return "";
        return model.Task switch
        {
            PredictionTask.Binary => scores[0] > 0.5f ? model.LabelNames[0] : $"no {model.LabelNames[0]}",
            PredictionTask.Multiclass => model.LabelNames[Array.IndexOf(scores, scores.Max())],
            PredictionTask.MultiLabel => string.Join('|', model.LabelNames.Where((_, i) => scores[i] > 0.5f)),
            PredictionTask.Ordinal => model.LabelNames[called!.Value],
            PredictionTask.Regression => Csv.Number(scores[0]),
            _ => throw new NotSupportedException($"{nameof(PredictionsCsv)} must word each task. It lacks '{model.Task}'."),
        };
    }

    private static void WriteLine(TextWriter writer, IEnumerable<string> fields)
    {
        writer.Write(string.Join(',', fields.Select(Csv.Field)));
        writer.Write('\n');
    }
}
