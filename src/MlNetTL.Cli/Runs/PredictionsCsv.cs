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
    /// <returns>How many images could not be read.</returns>
    public static int Write(TextWriter writer, SavedModel model, ImagesToScore images, Action<int> progress, CancellationToken cancel)
    {
        var description = model.Description;
        WriteLine(writer, ["path", .. description.LabelNames, "predicted", "error"]);
        var (done, unreadable) = (0, 0);
        foreach (var scored in model.Score(images.Rows, skipUnreadable: true))
        {
            cancel.ThrowIfCancellationRequested();
            if (scored.Error.Length > 0) unreadable++;
            WriteLine(writer, [images.Names[done], .. scored.Scores.Select(score => Csv.Number(score)), Called(description, scored), scored.Error]);
            progress(++done);
        }
        writer.Flush();
        return unreadable;
    }

    private static string Called(ModelDescription model, ScoredImage image)
    {
        var scores = image.Scores;
        if (scores.All(float.IsNaN)) return "";
        return model.Task switch
        {
            PredictionTask.Binary => scores[0] > 0.5f ? model.LabelNames[0] : $"no {model.LabelNames[0]}",
            PredictionTask.Multiclass => model.LabelNames[Array.IndexOf(scores, scores.Max())],
            PredictionTask.MultiLabel => string.Join('|', model.LabelNames.Where((_, i) => scores[i] > 0.5f)),
            PredictionTask.Ordinal => model.LabelNames[image.Called!.Value],
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
