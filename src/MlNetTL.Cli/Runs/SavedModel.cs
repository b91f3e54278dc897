using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Transforms;

namespace MlNetTL.Cli.Runs;

/// <summary>A fitted chain that scores images, fresh from training or from a zip.</summary>
internal sealed class SavedModel : IDisposable
{
    private readonly MLContext _mlContext;
    private readonly ITransformer[] _steps;
    private readonly ImageTransferLearningTransformer _scorer;

    public SavedModel(MLContext mlContext, ITransformer model)
    {
        _mlContext = mlContext;
        _steps = model is IEnumerable<ITransformer> chain ? [.. chain] : [model];
        _scorer = _steps.OfType<ImageTransferLearningTransformer>().FirstOrDefault() ?? throw new InvalidDataException(
            $"The model must score images by a network that ImageTransferLearning trained. "
                + $"Found the steps {string.Join(", ", _steps.Select(step => step.GetType().Name))}.");
        Loader = _steps.OfType<ImageTensorLoadingTransformer>().FirstOrDefault()
            ?? throw new InvalidDataException("The model must load its images itself, by LoadImageTensors. Found no such step.");
    }

    /// <summary>What the model is and what it predicts.</summary>
    public ModelDescription Description => _scorer.Model.Description;

    /// <summary>Where a number is cut into grades; null of other models than those by cut points.</summary>
    public IReadOnlyList<double>? CutPoints => Description.Task == PredictionTask.Ordinal ? Description.Grader.CutPoints : null;

    /// <summary>The step that decodes images.</summary>
    public ImageTensorLoadingTransformer Loader { get; }

    /// <summary>The pipeline of the run that a model comes from; null where it is not beside the model.</summary>
    /// <param name="path">A zip, or the folder of a run.</param>
    public static Pipeline? PipelineOf(string path) => BesideModel(path, "pipeline.resolved.json") is var file && File.Exists(file) ? PipelineFile.Read(file) : null;

    /// <summary>The path of another file of the run that a model comes from.</summary>
    public static string BesideModel(string path, string file) => Path.Combine(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!, file);

    /// <summary>Loads a zip.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="path">A zip, or the folder of a run.</param>
    public static SavedModel Load(MLContext mlContext, string path)
    {
        var zip = Directory.Exists(path) ? Path.Combine(path, "model.zip") : path;
        if (!File.Exists(zip))
            throw new FileNotFoundException($"There must be a model to load. Looked for {Path.GetFullPath(zip)}. "
                + "Name a model.zip, or the folder of a run that was trained to its end.", zip);
        ITransformer model;
        try
        {
            model = mlContext.Model.Load(zip, out _);
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or InvalidOperationException)
        {
            throw new InvalidDataException($"{zip} must be a model that ML.NET saved. {Failures.Innermost(error).Message}", error);
        }
        return new(mlContext, model);
    }

    /// <summary>Scores images one after the other. An unreadable one has NaN scores and a reason, unless the model was told to fail.</summary>
    /// <param name="rows">The images.</param>
    /// <param name="skipUnreadable">Whether unreadable images are passed over, whatever the model was trained with.</param>
    public IEnumerable<ScoredImage> Score(IReadOnlyList<LabelledImage> rows, bool skipUnreadable)
    {
        if (rows.Count == 0) yield break;
        IDataView view = _mlContext.Data.LoadFromEnumerable(rows.Select(row => new ImageToScore { Path = row.Path, Label = row.Label }));
        foreach (var step in _steps) view = (step == Loader && skipUnreadable ? PatientLoader(view) : step).Transform(view);
        var error = view.Schema.GetColumnOrNull(Loader.Options.OutputColumnName + "Error");
        var score = view.Schema[Description.Task == PredictionTask.Binary ? "Probability" : "Score"];
        DataViewSchema.Column? predicted = Description.Task == PredictionTask.Ordinal ? view.Schema["PredictedLabel"] : null;
        DataViewSchema.Column? number = GradeColumns.Read(score) is { CutPoints: not null } grades ? view.Schema[grades.Number] : null;
        using var cursor = view.GetRowCursor(new[] { score, error, predicted, number }.OfType<DataViewSchema.Column>());
        var scores = ScoresOf(cursor, score);
        var key = predicted is { } p ? cursor.GetGetter<uint>(p) : null;
        var grade = number is { } n ? cursor.GetGetter<float>(n) : null;
        var (call, position) = (0u, 0f);
        var reason = error is { } e ? cursor.GetGetter<ReadOnlyMemory<char>>(e) : null;
        ReadOnlyMemory<char> text = default;
        for (var i = 0; cursor.MoveNext(); i++)
        {
            reason?.Invoke(ref text);
            key?.Invoke(ref call);
            grade?.Invoke(ref position);
            yield return new(rows[i], scores(), text.ToString(), call == 0 ? null : (int)call - 1, grade is null ? null : position);
        }
    }

    public void Dispose() => _scorer.Dispose();

    private ITransformer PatientLoader(IDataView view) =>
        _mlContext.Transforms.LoadImageTensors(Loader.Options with { OnUnreadable = UnreadableImages.Missing }).Fit(view);

    private static Func<float[]> ScoresOf(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            var vector = row.GetGetter<VBuffer<float>>(column);
            VBuffer<float> values = default;
            return () =>
            {
                vector(ref values);
                return [.. values.DenseValues()];
            };
        }
        var single = row.GetGetter<float>(column);
        var value = 0f;
        return () =>
        {
            single(ref value);
            return [value];
        };
    }

    // The label steps of a chain may ask for their column; what is in it does not reach the scores.
    private sealed class ImageToScore
    {
        public required string Path { get; init; }

        public required string Label { get; init; }
    }
}
