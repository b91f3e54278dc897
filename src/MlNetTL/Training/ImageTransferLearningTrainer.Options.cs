using Microsoft.ML;
using MlNetTL.Backbones;
using MlNetTL.Data;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;
using MlNetTL.Weights;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    /// <summary>The settings of <see cref="ImageTransferLearningTrainer"/>.</summary>
    public sealed class Options
    {
        /// <summary>The label column. Default: 'Label', for multi-label tasks 'Labels'.</summary>
        public string? LabelColumnName { get; set; }

        /// <summary>The image column, made by <c>LoadImageTensors</c>.</summary>
        public string FeatureColumnName { get; set; } = "Image";

        /// <summary>The output column of scores.</summary>
        public string ScoreColumnName { get; set; } = "Score";

        /// <summary>The output column of the predicted label (binary and multi-class tasks).</summary>
        public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

        /// <summary>The output column of the probability (binary tasks).</summary>
        public string ProbabilityColumnName { get; set; } = "Probability";

        /// <summary>The network, a name of <see cref="Backbones.BackboneTable"/>.</summary>
        public string Backbone { get; set; } = "resnet50";

        /// <summary>The pretrained weights: 'imagenet', a name of the network's row, or a path: a .safetensors, .pth or .npz file (<c>#key</c> after it for one set of several), a trained
        /// model's zip, or the folder of its run. Null trains from scratch.</summary>
        public string? Weights { get; set; } = "imagenet";

        /// <summary>What is taken from the pretrained weights: their values, or no more than each tensor's mean and variance (Raghu et al., 'Transfusion', 2019).</summary>
        public PretrainedUse PretrainedUse { get; set; }

        /// <summary>The mean and standard deviation that pixels are normalised by, of 1 or as many channels as the images have. Null: what belongs to the weights; ImageNet's for a
        /// checkpoint of one's own, of which nothing tells, and from scratch. Weights that were trained on another range than their pixels come in are the most frequent mistake with pretrained networks: state it here.</summary>
        public Preprocessing? Preprocessing { get; set; }

        /// <summary>Where the mean and standard deviation come from, unless <see cref="Preprocessing"/> states them.</summary>
        public Normalization Normalization { get; set; }

        /// <summary>The sizes of hidden layers between the network's features and the outputs. Empty: one linear layer.</summary>
        public IReadOnlyList<int> HiddenLayers { get; set; } = [];

        /// <summary>What follows each hidden layer.</summary>
        public TopActivation HiddenActivation { get; set; }

        /// <summary>The share of values that is dropped after each hidden layer in training, at least 0 and below 1.</summary>
        public double HiddenDropout { get; set; }

        /// <summary>Whether each hidden layer is followed by batch normalisation, before its activation.</summary>
        public bool HiddenBatchNorm { get; set; }

        /// <summary>Trains the new head only; the rest keeps its weights and its batch-norm statistics. Short for <see cref="FreezeUpTo"/> 'stage4'.</summary>
        /// <remarks>Where nothing is augmented, the features of all images are computed once and kept in memory, up to 1 GB of them, and epochs take seconds.</remarks>
        public bool FreezeBackbone { get; set; }

        /// <summary>The last stage that keeps its weights and its batch-norm statistics, with all before it: one of 'stem', 'stage1', … 'stage4' (<see cref="Backbones.Backbone.StageNames"/>).
        /// Null: none.</summary>
        public string? FreezeUpTo { get; set; }

        /// <summary>Unfreezes step by step: after every so many epochs the next stage toward the stem joins, from <see cref="FreezeUpTo"/> (default: 'stage4') on
        /// (Howard and Ruder, 'Universal language model fine-tuning for text classification', 2018, section 3.3). <see cref="Patience"/> counts anew when a stage joins, and ends the fit only after
        /// the last has. Null: what is frozen stays frozen.</summary>
        public int? UnfreezeEvery { get; set; }

        /// <summary>The head trains at <see cref="LearningRate"/>, each stage toward the stem at so many times the rate of the one after it (Howard and Ruder 2018, section 3.2, found 1 / 2.6 good for
        /// language); above 0, at most 1. 1: all at one rate.</summary>
        public double StageLearningRateFactor { get; set; } = 1;

        /// <summary>The optimiser: <see cref="Sgd"/>, <see cref="Adam"/>, <see cref="AdamW"/> or <see cref="CoolMomentum"/>.</summary>
        public OptimizerOptions Optimizer { get; set; } = new Adam();

        /// <summary>How the learning rates change from step to step: <see cref="FlatSchedule"/>, <see cref="CosineSchedule"/>, <see cref="ExponentialSchedule"/>, <see cref="StepSchedule"/> or
        /// <see cref="PlateauSchedule"/>, each after a linear warm-up if it has one. It multiplies each stage's own rate.</summary>
        public ScheduleOptions Schedule { get; set; } = new FlatSchedule();

        /// <summary>Clips the gradients of all that trains, as one vector, to this length, as PyTorch's <c>clip_grad_norm_</c> does; above 0. With <see cref="AdaptiveGradientClipping"/>, after it.
        /// Null: no clipping.</summary>
        public double? GradientClipping { get; set; }

        /// <summary>Clips the gradient of each unit to this share of the length of its weights, the head's excepted (adaptive gradient clipping, Brock et al., 2021). Null: no clipping. NF-ResNets are
        /// trained with 0.01.</summary>
        public double? AdaptiveGradientClipping { get; set; }

        /// <summary>The learning rate; above 0.</summary>
        public double LearningRate { get; set; } = 1e-4;

        /// <summary>Images a step; at least 2, since batch-norm needs two.</summary>
        public int BatchSize { get; set; } = 32;

        /// <summary>Leaves the last batch of an epoch out where it is smaller than the others (other rows in each epoch), as PyTorch's <c>drop_last</c> does.</summary>
        public bool DropLastBatch { get; set; }

        /// <summary>Epochs; with <see cref="Patience"/>, the most there can be.</summary>
        public int Epochs { get; set; } = 10;

        /// <summary>Trains until convergence: stops when the metric has not improved for so many epochs. Null runs all epochs. The best weights are restored in either case.</summary>
        /// <remarks><see cref="CoolMomentum"/> cools over all epochs, which are run whatever this says.</remarks>
        public int? Patience { get; set; }

        /// <summary>The least change of the metric that counts as an improvement for <see cref="Patience"/>.</summary>
        public double MinimumImprovement { get; set; }

        /// <summary>The figure by which the best epoch is chosen.</summary>
        public ValidationMetric Metric { get; set; }

        /// <summary>What is trained on: a row of <see cref="LossTable"/>. Validation reports cross-entropy whatever it is.</summary>
        public LossOptions Loss { get; set; } = new CrossEntropy();

        /// <summary>How much each class counts in the loss.</summary>
        public ClassWeighting ClassWeighting { get; set; }

        /// <summary>β of <see cref="ClassWeighting.EffectiveNumber"/>, at least 0 and below 1. The paper tries 0.9, 0.99, 0.999 and 0.9999.</summary>
        public double EffectiveNumberBeta { get; set; } = 0.999;

        /// <summary>Weights by class name (binary: 'True' and 'False'; multi-label: the label's name, for its positives). They go before <see cref="ClassWeighting"/>; a name left out counts 1.</summary>
        public IReadOnlyDictionary<string, double>? ClassWeights { get; set; }

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
        /// goes on from there, and ends on the CPU with the weights of a fit in one go, bit for bit; another one is refused. Null: none is kept.</summary>
        /// <remarks>A checkpoint has the size of four to five networks with Adam. It stays when the fit has come to its end, so that nothing is lost before the model is saved: delete it then.</remarks>
        public string? CheckpointFolder { get; set; }

        /// <summary>How often the checkpoint is written within an epoch; above 0.</summary>
        public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(10);

        /// <summary>Called after each batch on the thread that fits, and while images are decoded on the threads that decode, one at a time.</summary>
        public Action<TrainingProgress>? ProgressCallback { get; set; }

        /// <summary>Called after each epoch, on the thread that fits.</summary>
        public Action<EpochMetrics>? MetricsCallback { get; set; }

        /// <summary>Stops the fit after the batch at hand.</summary>
        public CancellationToken CancellationToken { get; set; }

        // Tests make it small.
        internal long MostFeatureBytes { get; set; } = 1L << 30;

        /// <summary>Throws one error that names every setting that does not hold.</summary>
        /// <param name="layout">The images, where they are known by now.</param>
        /// <param name="task">The task, where it is known by now.</param>
        internal void Validate(ImageLayout? layout = null, PredictionTask? task = null)
        {
            var problems = Problems().ToList();
            if (task is { } kind && Loss?.ProblemFor(kind) is { } unfit) problems.Add(unfit);
            if (layout is not null && Backbone is not null && Backbones.BackboneTable.All.TryFind(Backbone, out var row) && row?.SizeProblem(layout.Height, layout.Width) is { } size) problems.Add(size);
            if (layout is not null && Preprocessing?.ProblemFor(layout.Channels) is { } channels) problems.Add(channels);
            if (problems.Count > 0) throw new ArgumentException(string.Join(Environment.NewLine, problems));
        }

        private IEnumerable<string> Problems()
        {
            foreach (var (name, value) in new (string, object?)[] { (nameof(Optimizer), Optimizer), (nameof(Schedule), Schedule), (nameof(Loss), Loss), (nameof(HiddenLayers), HiddenLayers), (nameof(Backbone), Backbone) })
                if (value is null) yield return $"{name} must be given. Received: null.";
            if (!Enum.IsDefined(Metric)) yield return $"Metric must be one of {string.Join(", ", Enum.GetNames<ValidationMetric>())}. Received: {Metric}.";
            if (!Enum.IsDefined(ClassWeighting)) yield return $"ClassWeighting must be one of {string.Join(", ", Enum.GetNames<ClassWeighting>())}. Received: {ClassWeighting}.";
            if (!Enum.IsDefined(PretrainedUse)) yield return $"PretrainedUse must be one of {string.Join(", ", Enum.GetNames<PretrainedUse>())}. Received: {PretrainedUse}.";
            if (PretrainedUse == PretrainedUse.MeanAndVariance && Weights is null) yield return "PretrainedUse MeanAndVariance needs Weights to take them from. Received: null.";
            if (GradientClipping is { } length && (!(length > 0) || double.IsInfinity(length))) yield return $"GradientClipping must be above 0 and finite, or null. Received: {length}.";
            if (AdaptiveGradientClipping is { } clipping && (!(clipping > 0) || double.IsInfinity(clipping))) yield return $"AdaptiveGradientClipping must be above 0 and finite, or null. Received: {clipping}.";
            if (!Enum.IsDefined(Normalization)) yield return $"Normalization must be one of {string.Join(", ", Enum.GetNames<Normalization>())}. Received: {Normalization}.";
            if (Normalization != Normalization.Weights && Preprocessing is not null)
                yield return $"Normalization must be Weights where Preprocessing states the figures. Received: {Normalization}. Set one of them.";
            if (!(LearningRate > 0) || double.IsInfinity(LearningRate)) yield return $"LearningRate must be above 0 and finite. Received: {LearningRate}.";
            if (Preprocessing is { } statistics && (statistics.Mean.Count == 0 || statistics.Mean.Count != statistics.Std.Count || statistics.Std.Any(std => !(std > 0))))
                yield return $"Preprocessing must have a mean and a standard deviation above 0 for each channel. Received: means {string.Join(", ", statistics.Mean)}, deviations {string.Join(", ", statistics.Std)}.";
            foreach (var problem in FreezingProblems()) yield return problem;
            if (CheckpointInterval <= TimeSpan.Zero) yield return $"CheckpointInterval must be above 0. Received: {CheckpointInterval}.";
            if (CheckpointFolder is { } kept && string.IsNullOrWhiteSpace(kept)) yield return "CheckpointFolder must name a folder, or be null for no checkpoints. Received: ''.";
            if (BatchSize < 2) yield return $"BatchSize must be at least 2. Received: {BatchSize}.";
            if (Epochs < 1) yield return $"Epochs must be at least 1. Received: {Epochs}.";
            if (Patience < 1) yield return $"Patience must be at least 1. Received: {Patience}.";
            if (!(MinimumImprovement >= 0) || double.IsInfinity(MinimumImprovement)) yield return $"MinimumImprovement must be at least 0 and finite. Received: {MinimumImprovement}.";
            if (ValidationFraction is not (>= 0 and < 1)) yield return $"ValidationFraction must be at least 0 and below 1. Received: {ValidationFraction}.";
            if (Patience is not null && ValidationFraction == 0 && ValidationSet is null)
                yield return "Patience needs validation rows. Received: no ValidationSet and ValidationFraction 0. Hold out a fraction, or leave Patience null.";
            foreach (var problem in TopProblems()) yield return problem;
            if (EffectiveNumberBeta is not (>= 0 and < 1)) yield return $"EffectiveNumberBeta must be at least 0 and below 1. Received: {EffectiveNumberBeta}.";
            foreach (var problem in Loss?.Problems() ?? []) yield return problem;
            foreach (var (name, weight) in ClassWeights ?? new Dictionary<string, double>())
                if (!(weight >= 0) || double.IsInfinity(weight)) yield return $"ClassWeights must be at least 0 and finite. Received: {weight} for '{name}'.";
            foreach (var problem in (Optimizer?.Problems() ?? []).Concat(Schedule?.Problems() ?? [])) yield return problem;
            if (Schedule is { NeedsValidation: true } && ValidationFraction == 0 && ValidationSet is null)
                yield return "PlateauSchedule needs validation rows. Received: no ValidationSet and ValidationFraction 0. Hold out a fraction, or choose another Schedule.";
            if (Backbone is not null && !Backbones.BackboneTable.All.TryFind(Backbone, out _)) yield return Backbones.BackboneTable.All.Unknown(Backbone);
            foreach (var (name, value) in new[] { (nameof(FeatureColumnName), FeatureColumnName), (nameof(ScoreColumnName), ScoreColumnName),
                         (nameof(PredictedLabelColumnName), PredictedLabelColumnName), (nameof(ProbabilityColumnName), ProbabilityColumnName) })
                if (string.IsNullOrWhiteSpace(value)) yield return $"{name} must be a column name. Received: '{value}'.";
            foreach (var twice in new[] { ScoreColumnName, PredictedLabelColumnName, ProbabilityColumnName }.GroupBy(name => name).Where(group => group.Count() > 1))
                yield return $"The score, predicted label and probability columns must have different names. Received: '{twice.Key}' more than once.";
        }

        private IEnumerable<string> FreezingProblems()
        {
            var names = Backbones.Backbone.StageNames.SkipLast(1);
            if (FreezeUpTo is not null && !names.Contains(FreezeUpTo))
                yield return $"FreezeUpTo must be one of {string.Join(", ", names)}, or null. Received: '{FreezeUpTo}'.{Foundation.Suggestion.For(FreezeUpTo, names)}";
            else if (FreezeBackbone && FreezeUpTo is not null && FreezeUpTo != names.Last())
                yield return $"FreezeBackbone stands for FreezeUpTo '{names.Last()}'. Received: FreezeUpTo '{FreezeUpTo}' as well. Set one of them.";
            if (UnfreezeEvery < 1) yield return $"UnfreezeEvery must be at least 1. Received: {UnfreezeEvery}.";
            if (StageLearningRateFactor is not (> 0 and <= 1)) yield return $"StageLearningRateFactor must be above 0 and at most 1. Received: {StageLearningRateFactor}.";
        }

        /// <summary>The head for so many outputs.</summary>
        internal Top TopOf(int outputs) => new(outputs, HiddenLayers, HiddenActivation, HiddenDropout, HiddenBatchNorm);

        private IEnumerable<string> TopProblems()
        {
            foreach (var size in (HiddenLayers ?? []).Where(size => size < 1)) yield return $"HiddenLayers must hold sizes of at least 1. Received: {size}.";
            if (!Enum.IsDefined(HiddenActivation)) yield return $"HiddenActivation must be one of {string.Join(", ", Enum.GetNames<TopActivation>())}. Received: {HiddenActivation}.";
            if (HiddenDropout is not (>= 0 and < 1)) yield return $"HiddenDropout must be at least 0 and below 1. Received: {HiddenDropout}.";
            if (HiddenLayers is { Count: 0 } && (HiddenActivation != TopActivation.Relu || HiddenDropout > 0 || HiddenBatchNorm))
                yield return "HiddenActivation, HiddenDropout and HiddenBatchNorm need HiddenLayers to follow. Received: none. Leave them as they are for a linear head.";
        }

        /// <summary>A copy that shares the values, so that later changes by the caller do not reach a trainer in use.</summary>
        internal Options Copy() => (Options)MemberwiseClone();
    }
}
