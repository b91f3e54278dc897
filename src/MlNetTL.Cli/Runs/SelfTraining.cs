using Microsoft.ML;
using MlNetTL.Cli.Progress;
using MlNetTL.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Experiments.Runs;
using MlNetTL.Foundation;
using MlNetTL.Images;
using MlNetTL.Scoring;

namespace MlNetTL.Cli.Runs;

/// <summary>The first of two trainings by U-SelfTrained (Irvin et al., 'CheXpert', 2019, section 3.1): a model that knows no uncertain label says what it thinks of those of the training images.</summary>
/// <param name="mlContext">The context.</param>
/// <param name="pipeline">The run's pipeline.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="cancel">Ends the training.</param>
internal sealed class SelfTraining(MLContext mlContext, Pipeline pipeline, RunFolder folder, CancellationToken cancel)
{
    private const string Phase = "uncertain ignored: ";

    // It stays until the run has come to its end: a run that goes on takes the first model from there, and has the same soft labels, bit for bit.
    private readonly string _checkpoint = Path.Combine(folder.CheckpointPath, "first");

    /// <summary>Trains the first model, and gives the data whose training images have soft labels. Those to validate and to test have none.</summary>
    /// <param name="data">The data.</param>
    /// <param name="reporter">Takes the figures of each epoch.</param>
    /// <param name="progress">Takes what is being done.</param>
    public PipelineData Run(PipelineData data, TrainingReporter reporter, RunProgress progress)
    {
        progress.Say("First a model is trained that ignores the uncertain labels; then one on what it thinks of them.");
        var first = pipeline with { Task = pipeline.Task.WithoutSelfTraining() };
        var chain = PipelineChain.Build(mlContext, first, data.Train.LabelNames, _checkpoint, reporter.Take, epoch => reporter.Take(epoch with { Phase = Phase + epoch.Phase }), cancel);
        var train = data.Train.ToView(mlContext, withSource: pipeline.Training.Sampling == SamplingKind.Source);
        var fitted = data.Validation is { } validation ? chain.Fit(train, validation.ToView(mlContext)) : chain.Fit(train);
        using var model = new SavedModel(mlContext, fitted);
        AtomicFile.Write(folder.FirstModelPath, stream => mlContext.Model.Save(fitted, train.Schema, stream));
        var soft = Guess(model, data.Train, progress);
        Write(soft);
        return data with { Train = soft };
    }

    // Soft labels stand in the order of the task, as the model gives them.
    private void Write(ImageTable table)
    {
        var slots = SlotsOf(table);
        folder.WriteSoftLabels(pipeline.Task.Labels, table.Rows.Where(row => row.Labels.Contains(-1))
            .Select(row => (row.Path, row.SoftLabels.Select((guess, i) => row.Labels[slots[i]] == -1 && pipeline.Task.PolicyAt(i) == UncertainPolicy.SelfTrained ? guess : float.NaN).ToArray())));
    }

    private ImageTable Guess(SavedModel model, ImageTable table, RunProgress progress)
    {
        var rows = new List<LabelledImage>(table.Rows.Count);
        var slots = SlotsOf(table);
        var paths = model.Description.Parents is { } parents ? new LabelPaths(parents) : null;
        foreach (var scored in model.Score(table.Rows, skipUnreadable: pipeline.Image.Unreadable == UnreadableImages.Missing))
        {
            cancel.ThrowIfCancellationRequested();
            rows.Add(scored.Image.With(paths?.GivenPresent(scored.Scores, label => IsPresent(label, scored.Image.Labels[slots[label]])) ?? scored.Scores));
            progress.Report("Guessing uncertain labels", (double)rows.Count / table.Rows.Count, $"{rows.Count:N0} of {table.Rows.Count:N0}");
        }
        return table with { Rows = rows };
    }

    private bool IsPresent(int label, float value) => value == 1 || value == -1 && pipeline.Task.PolicyAt(label) == UncertainPolicy.Ones;

    // Where each of the task's labels stands in the table's.
    private int[] SlotsOf(ImageTable table) => pipeline.Task.Kind == TaskKind.Binary ? [0] : [.. pipeline.Task.Labels.Select(label => table.LabelNames.ToList().IndexOf(label))];
}
