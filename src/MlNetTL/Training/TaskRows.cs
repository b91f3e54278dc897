using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetTL.Evaluation;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training.Tasks;
using MlNetTL.Transforms;

namespace MlNetTL.Training;

/// <summary>The training rows of a task, drawn once for several networks.</summary>
/// <param name="Task">The task.</param>
/// <param name="Names">The label, the classes or the labels.</param>
/// <param name="Rows">The rows whose label is known and whose image can be read.</param>
/// <param name="Layout">What their pixels are.</param>
internal sealed record TaskRows(LearningTask Task, IReadOnlyList<string> Names, ImageRows Rows, ImageLayout Layout) : IDisposable
{
    /// <summary>The number of the network's outputs.</summary>
    public int Outputs => Task.OutputsOf(Names.Count);

    /// <summary>Draws them; images that the store does not hold yet are decoded.</summary>
    /// <param name="environment">The ML.NET context.</param>
    /// <param name="view">Rows with the image and label columns.</param>
    /// <param name="kind">The task.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="progress">Takes the progress of decoding.</param>
    /// <param name="cancel">Stops between rows.</param>
    public static TaskRows Draw(IHostEnvironment environment, IDataView view, PredictionTask kind, TrainingColumns columns, Action<TrainingProgress> progress, CancellationToken cancel)
    {
        var host = environment.Register(nameof(TaskRows));
        using var channel = host.Start("Draw");
        using var told = new FitProgress(host, progress, null);
        var (image, layout) = ImageColumnCheck.Of(view.Schema, columns.Feature, null);
        var task = LearningTask.For(kind);
        var names = task.NamesOf(view.Schema[columns.Label]);
        return new(task, names, new ImageRowReader(image, layout, task, columns, told, cancel).Draw(view, RowUse.Training, channel), layout);
    }

    /// <summary>Scores features of these rows for the task.</summary>
    /// <param name="features">For each row its features.</param>
    public TransferabilityEstimate Score(IReadOnlyList<float[]> features) => Task.Kind == PredictionTask.Multiclass
        ? Transferability.Estimate(features, [.. Rows.Labels.Select(row => (int)row[0])])
        : Transferability.Estimate(features, Names, Rows.Labels);

    public void Dispose() => Rows.Dispose();
}
