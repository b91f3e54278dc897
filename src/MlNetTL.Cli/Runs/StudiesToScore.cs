using MlNetTL.Data;
using MlNetTL.Evaluation;
using MlNetTL.Scoring;

namespace MlNetTL.Cli.Runs;

/// <summary>Which images of a CSV belong to one study, and what their scores come to.</summary>
/// <param name="Column">The column that tells studies apart.</param>
/// <param name="Patient">The column of patients, each of whom may have studies numbered anew; null where the CSV has none.</param>
/// <param name="How">What the scores of a study's images come to.</param>
internal sealed record StudiesToScore(string Column, string? Patient, ScoreAggregation How)
{
    /// <summary>What is asked for, or what the model's run does where nothing is; null where images alone are scored.</summary>
    /// <param name="model">A zip or a run's folder.</param>
    /// <param name="images">A folder or a CSV.</param>
    /// <param name="column">The column asked for.</param>
    /// <param name="how">What the scores are to come to.</param>
    /// <exception cref="ArgumentException">Studies are asked for, and it is not known which images they have or what their scores come to.</exception>
    public static StudiesToScore? Find(string model, string images, string? column, ScoreAggregation? how)
    {
        var isAsked = column is not null || how is not null;
        // A folder's images name no study, whatever the run measures: its pipeline need not be read.
        if (!isAsked && !File.Exists(images)) return null;
        var trained = SavedModel.PipelineOf(model);
        if ((how ?? trained?.Output.Study) is not { } chosen)
            return !isAsked ? null : throw new ArgumentException("--study must say what the scores of a study's images come to: max or mean. Received nothing, and the model's run has no 'output.study'.");
        var header = File.Exists(images) ? HeaderOf(images) : [];
        if ((column ?? trained?.Data.StudyColumn) is { } name && header.Contains(name))
            return new(name, trained?.Data.PatientColumn is { } patient && header.Contains(patient) ? patient : null, chosen);
        if (!isAsked) return null;
        throw new ArgumentException($"--study-column must name a column of a CSV that tells studies apart. Received: {(column is null ? "nothing" : $"'{column}'")}. "
            + (header.Count == 0 ? $"{images} is a folder, whose images name no study. List them in a CSV." : $"Found: {string.Join(", ", header)}."));
    }

    /// <summary>What must hold before images are scored for studies.</summary>
    /// <exception cref="ArgumentException">The task has no such scores.</exception>
    /// <exception cref="InvalidDataException">An image names no study.</exception>
    public void Require(ModelDescription model, IReadOnlyList<LabelledImage> images)
    {
        if (How == ScoreAggregation.Max && model.Task is PredictionTask.Multiclass or PredictionTask.Regression)
            throw new ArgumentException($"--study must be mean for a {model.Task} model: the highest scores over a study's images are none of the study. Received: max.");
        var without = images.Count(image => image.Study.Length == 0);
        if (without > 0) throw new InvalidDataException($"Every image must name its study in the column '{Column}'. {without:N0} of {images.Count:N0} name none.");
    }

    /// <summary>The file of studies beside that of images.</summary>
    public static string FileBeside(string predictions) => Path.ChangeExtension(predictions, null) + ".studies.csv";

    private static IReadOnlyList<string> HeaderOf(string csv)
    {
        var problems = new DataProblems(csv);
        using var table = TableRows.Open(csv, problems);
        problems.ThrowIfAny();
        return table.Header;
    }
}
