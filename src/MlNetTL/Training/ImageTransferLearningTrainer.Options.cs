using Microsoft.ML;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training.Tasks;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    /// <summary>The settings of <see cref="ImageTransferLearningTrainer"/>.</summary>
    /// <remarks>Each subject has a file of its own, with its properties and what must hold of them.</remarks>
    public sealed partial class Options
    {
        /// <summary>The label column. Default: 'Label', for multi-label tasks 'Labels'.</summary>
        public string? LabelColumnName { get; set; }

        /// <summary>The image column, made by <c>LoadImageTensors</c>.</summary>
        public string FeatureColumnName { get; set; } = "Image";

        /// <summary>The output column of scores.</summary>
        public string ScoreColumnName { get; set; } = "Score";

        /// <summary>The output column of the predicted label (binary, multi-class and ordinal tasks).</summary>
        public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

        /// <summary>The output column of the probability (binary tasks).</summary>
        public string ProbabilityColumnName { get; set; } = "Probability";

        /// <summary>Validation rows that have been through the chain's earlier steps. To hand in raw rows, call <c>pipeline.Fit(train, validation)</c>, which brings them through those steps.</summary>
        public IDataView? ValidationSet { get; set; }

        /// <summary>Without a validation set, the share of training rows that is held out; in [0, 1). 0 trains on all rows, and the last epoch is kept.</summary>
        public double ValidationFraction { get; set; } = 0.1;

        /// <summary>The column (such as 'Patient') whose rows must stay together when the validation fraction is held out.</summary>
        public string? SamplingKeyColumnName { get; set; }

        /// <summary>The seed. Default: the seed of the MLContext, or a random one, which is logged.</summary>
        public int? Seed { get; set; }

        /// <summary>'cpu', 'cuda', 'cuda:1', … Default: the MLContext's GpuDeviceId if it has one, else a GPU if there is one, else the CPU.</summary>
        public string? Device { get; set; }

        /// <summary>What an image column without the annotation of <c>LoadImageTensors</c> holds.</summary>
        public ImageLayout? ImageLayout { get; set; }

        /// <summary>The folder where the fit keeps its checkpoint: after each epoch, every <see cref="CheckpointInterval"/> within one, and where it is cancelled. A fit with the same options and data
        /// goes on from there, and ends on the CPU with the weights of a fit in one go, bit for bit; another one is refused. Where the device, the number of threads, the processor, libtorch or the build of MlNetTL is another,
        /// it goes on with a warning, as bits may differ. Null: none is kept.</summary>
        /// <remarks>A checkpoint has the size of four to five networks with Adam, and one more with <see cref="AveragingDecay"/>. It stays when the fit has come to its end, so that nothing is lost before the model is saved: delete it then.</remarks>
        public string? CheckpointFolder { get; set; }

        /// <summary>How often the checkpoint is written within an epoch; above 0.</summary>
        public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(10);

        /// <summary>Called after each batch on the thread that fits, and while images are decoded on the threads that decode, one at a time.</summary>
        public Action<TrainingProgress>? ProgressCallback { get; set; }

        /// <summary>Called after each epoch, on the thread that fits.</summary>
        public Action<EpochMetrics>? MetricsCallback { get; set; }

        /// <summary>Stops the fit after the batch at hand.</summary>
        public CancellationToken CancellationToken { get; set; }

        // What a fit chose or counted by itself, a sentence each: in the log as well, for the command line's report.
        internal Action<string>? NoteCallback { get; set; }

        // Tests make it small.
        internal long MostFeatureBytes { get; set; } = 1L << 30;

        internal bool HasValidation => ValidationSet is not null || ValidationFraction > 0;

        /// <summary>Throws one error that names every setting that does not hold.</summary>
        /// <param name="layout">The images, where they are known by now.</param>
        /// <param name="task">The task, where it is known by now.</param>
        internal void Validate(ImageLayout? layout = null, PredictionTask? task = null)
        {
            var problems = Problems().ToList();
            if (task is { } kind) problems.AddRange([.. LearningTask.For(kind, this).ProblemsOf(this), .. LabelsProblemsFor(kind)]);
            if (layout is not null && Backbone is not null && BackboneTable.All.TryFind(Backbone, out var row) && row?.SizeProblem(layout.Height, layout.Width) is { } size) problems.Add(size);
            if (layout is not null && Preprocessing?.ProblemFor(layout.Channels) is { } channels) problems.Add(channels);
            if (problems.Count > 0) throw new ArgumentException(string.Join(Environment.NewLine, problems));
        }

        /// <summary>A copy that shares the values, so that later changes by the caller do not reach a trainer in use.</summary>
        internal Options Copy() => (Options)MemberwiseClone();

        private IEnumerable<string> Problems() =>
        [
            .. NetworkProblems(), .. StagesProblems(), .. PhasesProblems(), .. StepsProblems(), .. ComputeProblems(), .. LossProblems(), .. LabelsProblems(), .. OrdinalProblems(),
            .. AveragingProblems(), .. MixingProblems(), .. SamplingProblems(), .. ScoringProblems(), .. RowsProblems(), .. ColumnsProblems(),
        ];

        private IEnumerable<string> RowsProblems()
        {
            if (ValidationFraction is not (>= 0 and < 1)) yield return $"ValidationFraction must be at least 0 and below 1. Received: {ValidationFraction}.";
            if (CheckpointInterval <= TimeSpan.Zero) yield return $"CheckpointInterval must be above 0. Received: {CheckpointInterval}.";
            if (CheckpointFolder is { } kept && string.IsNullOrWhiteSpace(kept)) yield return "CheckpointFolder must name a folder, or be null for no checkpoints. Received: ''.";
        }

        private IEnumerable<string> ColumnsProblems()
        {
            foreach (var (name, value) in new[] { (nameof(FeatureColumnName), FeatureColumnName), (nameof(ScoreColumnName), ScoreColumnName),
                         (nameof(PredictedLabelColumnName), PredictedLabelColumnName), (nameof(ProbabilityColumnName), ProbabilityColumnName), (nameof(GradeColumnName), GradeColumnName) })
                if (string.IsNullOrWhiteSpace(value)) yield return $"{name} must be a column name. Received: '{value}'.";
            foreach (var twice in new[] { ScoreColumnName, PredictedLabelColumnName, ProbabilityColumnName, GradeColumnName }.GroupBy(name => name).Where(group => group.Count() > 1))
                yield return $"The score, predicted label, probability and grade columns must have different names. Received: '{twice.Key}' more than once.";
        }

        private static IEnumerable<string> Missing(params (string Name, object? Value)[] settings) =>
            settings.Where(setting => setting.Value is null).Select(setting => $"{setting.Name} must be given. Received: null.");

        private static IEnumerable<string> Undefined<T>(T value, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(value))] string name = "") where T : struct, Enum =>
            Enum.IsDefined(value) ? [] : [$"{name} must be one of {string.Join(", ", Enum.GetNames<T>())}. Received: {value}."];
    }
}
