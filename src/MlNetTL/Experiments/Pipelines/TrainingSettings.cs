using MlNetTL.Data;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>How the network learns.</summary>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="LearningRate">The learning rate, above 0.</param>
/// <param name="BatchSize">Images that go through the network at once, at least 2: batch normalisation needs two. A step takes 'accumulationSteps' times as many.</param>
/// <param name="Epochs">The most passes over the training images. Absent: the sum of the phases, if there are some.</param>
/// <param name="Patience">Stop where so many epochs in a row bring no improvement on the validation images ('until convergence'). Absent: all epochs are
/// run. The best epoch's weights are kept either way.</param>
/// <param name="MinimumImprovement">patience only: what the validation metric must gain to count as an improvement.</param>
/// <param name="ClassWeights">none: every image counts alike; balanced: rare classes weigh more, so that all weigh the same in total; effectiveNumber: they weigh more by 'effectiveNumberBeta' (Cui et
/// al., 2019).</param>
/// <param name="EffectiveNumberBeta">classWeights or labelWeights effectiveNumber only: 0 weighs all images alike, near 1 is as balanced; at least 0 and below 1. Absent: 0.999.</param>
/// <param name="LabelWeights">multilabel only: none: every label counts alike; balanced: by the inverse of its positives; effectiveNumber: by 'effectiveNumberBeta'.</param>
/// <param name="AveragingDecay">Keeps the exponential moving average of the weights, of which so much stays in each step; above 0 and below 1, as in 0.999. Validation and the model take the average. Absent:
/// none.</param>
/// <param name="AveragingWarmup">averagingDecay only: whether the n-th step takes min(averagingDecay, (1 + n) / (10 + n)), so that the average of a short fit forgets the first weights. Absent: true.</param>
/// <param name="Mixing">Mixes each training image with another. Absent: none.</param>
/// <param name="Sampling">none: each epoch sees every image once; label, source, patient: as many are drawn with replacement, so that classes, sources or patients are as likely as each other.</param>
/// <param name="Loss">What is trained on. Absent: cross-entropy, of numbers the squared error.</param>
/// <param name="Metric">The figure on the validation images by which the best epoch is chosen and 'patience' counts: loss, areaUnderRocCurve, accuracy, quadraticKappa (ordinal and multiclass), or of a
/// regression meanAbsoluteError, rootMeanSquaredError or rSquared. Absent: areaUnderRocCurve for binary and multiLabel, accuracy for multiclass, quadraticKappa for ordinal, meanAbsoluteError for
/// regression.</param>
/// <param name="UnfreezeEvery">Unfreeze step by step (Howard and Ruder, 2018): after every so many epochs the next stage toward the stem joins, from
/// 'model.freezeUpTo' (absent: stage4) on. 'patience' counts once every stage has joined. Absent: what is frozen stays frozen.</param>
/// <param name="StageLearningRateFactor">The top learns at 'learningRate', each stage toward the stem at so many times the rate of the one after it; above 0, at most
/// 1 (all alike).</param>
/// <param name="AdaptiveGradientClipping">Clips each unit's gradient to this share of the length of its weights, above 0 (Brock et al., 2021; 0.01 for networks without
/// normalisation). Absent: no clipping.</param>
/// <param name="Schedule">How the learning rates change from step to step. Absent: flat.</param>
/// <param name="GradientClipping">Clips the gradients of all that trains, as one vector, to this length, above 0 (Pascanu et al., 2013). Absent: no clipping.</param>
/// <param name="CheckpointMinutes">How often training keeps a checkpoint within an epoch, beside one after each epoch, in minutes; above 0. 'mlnettl resume' goes on from
/// the last one.</param>
/// <param name="TestTimeViews">The views of an image that the trained model scores, to answer with the mean of their probabilities (test-time augmentation); validation while training looks at images as they
/// are. Absent: original.</param>
/// <param name="Phases">Parts of the training, as in [{ "epochs": 2, "train": "head" }, { "epochs": 8 }]: which stages train over how many epochs. 'patience' counts anew in each. Absent: one part, by
/// 'model.freezeUpTo' and 'unfreezeEvery'.</param>
/// <param name="Rule">What fills in the settings of 'training' and 'augmentation' that this file leaves out: dataSize, by the number of training images; hyperRule, Big Transfer's (Kolesnikov et al.,
/// 2020); none, fixed defaults. Absent: dataSize where the file has no 'training', none where it has.</param>
/// <param name="AccumulationSteps">Into how many parts of 'batchSize' images a step is divided, at least 1: the gradient is that of the mean over batchSize times accumulationSteps images, in the
/// memory of batchSize. Batch normalisation takes the statistics of each part.</param>
/// <param name="FitBatchToMemory">Divides a step of batchSize times accumulationSteps images anew, into as few parts as fit into this machine's memory. The run's own pipeline file states what
/// came of it.</param>
/// <param name="Precision">float32; bfloat16: convolutions and linear layers in bfloat16, weights and loss in float32 (mixed precision; Micikevicius et al., 2018); auto: the faster of both on this
/// machine, measured, so that the weights hang on the machine.</param>
/// <param name="ChannelsLast">Whether the channels of a pixel lie side by side in memory while training: faster as a rule, and the last bits differ.</param>
/// <param name="ActivationCheckpointing">Whether training keeps only what goes into a network's blocks and computes the rest a second time for the gradient: less memory for more time.</param>
/// <param name="AllowTF32">Whether CUDA may multiply and convolve in TF32, with 10 bits of float32's fraction. Absent: as PyTorch does, convolutions yes, matrices no.</param>
/// <param name="Device">auto (a CUDA device where there is one), cpu, cuda or cuda:1 and so on.</param>
public sealed record TrainingSettings(
    OptimizerSettings? Optimizer = null,
    double LearningRate = 0.001,
    int BatchSize = 32,
    int Epochs = 10,
    int? Patience = null,
    double MinimumImprovement = 0,
    ClassWeighting ClassWeights = ClassWeighting.None,
    string Device = "auto",
    int? UnfreezeEvery = null,
    double StageLearningRateFactor = 1,
    double? AdaptiveGradientClipping = null,
    double CheckpointMinutes = 10,
    ScheduleSettings? Schedule = null,
    double? GradientClipping = null,
    LossSettings? Loss = null,
    double? EffectiveNumberBeta = null,
    int AccumulationSteps = 1,
    bool FitBatchToMemory = false,
    PrecisionKind Precision = PrecisionKind.Float32,
    bool ChannelsLast = true,
    bool ActivationCheckpointing = false,
    bool? AllowTF32 = null,
    ClassWeighting LabelWeights = ClassWeighting.None,
    double? AveragingDecay = null,
    bool? AveragingWarmup = null,
    MixingSettings? Mixing = null,
    SamplingKind Sampling = SamplingKind.None,
    IReadOnlyList<TestTimeViewKind>? TestTimeViews = null,
    MetricKind? Metric = null,
    IReadOnlyList<PhaseSettings>? Phases = null,
    TrainingRuleKind? Rule = null)
{
    /// <summary>Parts of the training; empty for one.</summary>
    public IReadOnlyList<PhaseSettings> Phases { get; init; } = Phases ?? [];

    /// <summary>What is trained on.</summary>
    public LossSettings Loss { get; init; } = Loss ?? new();

    /// <summary>The optimiser.</summary>
    public OptimizerSettings Optimizer { get; init; } = Optimizer ?? new();

    /// <summary>How the learning rates change from step to step.</summary>
    public ScheduleSettings Schedule { get; init; } = Schedule ?? new();

    /// <summary>The views of an image that the trained model scores.</summary>
    public IReadOnlyList<TestTimeViewKind> TestTimeViews { get; init; } = TestTimeViews ?? [TestTimeViewKind.Original];

    internal void Validate(TaskSettings task, Func<string, bool> isLeftToARule, ProblemList problems)
    {
        problems.Require(LearningRate > 0 && double.IsFinite(LearningRate), "training.learningRate", "must lie above 0", LearningRate);
        problems.RequireAtLeast(BatchSize, 2, "training.batchSize");
        problems.RequireAtLeast(AccumulationSteps, 1, "training.accumulationSteps");
        problems.Require((long)BatchSize * AccumulationSteps <= int.MaxValue, "training.accumulationSteps", $"times 'batchSize' must be at most {int.MaxValue}", AccumulationSteps);
        problems.RequireAtLeast(Epochs, 1, "training.epochs");
        problems.Require(Patience is null or >= 1, "training.patience", "must be at least 1, or absent to run all epochs", Patience);
        problems.Require(MinimumImprovement >= 0, "training.minimumImprovement", "must be at least 0", MinimumImprovement);
        problems.Require(MinimumImprovement == 0 || Patience is not null, "training.minimumImprovement", "belongs to 'patience' only", MinimumImprovement);
        problems.Require(UnfreezeEvery is null or >= 1, "training.unfreezeEvery", "must be at least 1, or absent to leave frozen what is frozen", UnfreezeEvery);
        problems.Require(StageLearningRateFactor is > 0 and <= 1, "training.stageLearningRateFactor", "must lie above 0 and be at most 1", StageLearningRateFactor);
        problems.Require(AdaptiveGradientClipping is null or (> 0 and < double.PositiveInfinity), "training.adaptiveGradientClipping", "must lie above 0 and be finite, or be absent", AdaptiveGradientClipping);
        problems.Require(EffectiveNumberBeta is null or (>= 0 and < 1), "training.effectiveNumberBeta", "must be at least 0 and below 1", EffectiveNumberBeta);
        problems.Require(EffectiveNumberBeta is null || ClassWeights == ClassWeighting.EffectiveNumber || LabelWeights == ClassWeighting.EffectiveNumber, "training.effectiveNumberBeta",
            "belongs to 'classWeights' or 'labelWeights' effectiveNumber only", EffectiveNumberBeta);
        problems.Require(LabelWeights == ClassWeighting.None || task.Kind == TaskKind.MultiLabel, "training.labelWeights", "must be absent for a task that has not several labels; 'training.classWeights' weighs classes",
            char.ToLowerInvariant($"{LabelWeights}"[0]) + $"{LabelWeights}"[1..]);
        problems.Require(AveragingDecay is null or (> 0 and < 1), "training.averagingDecay", "must lie above 0 and below 1, or be absent", AveragingDecay);
        problems.Require(AveragingWarmup is null || AveragingDecay is not null || isLeftToARule("training.averagingDecay"), "training.averagingWarmup", "belongs to 'averagingDecay' only", AveragingWarmup);
        Mixing?.Validate(problems);
        problems.Require(task.Kind != TaskKind.Regression || ClassWeights == ClassWeighting.None, "training.classWeights", "must be none for a regression, which has no classes", ClassWeights);
        problems.Require(task.Kind != TaskKind.Regression || Sampling != SamplingKind.Label, "training.sampling", "must be none, source or patient for a regression, which has no classes to balance", "label");
        problems.Require(Metric is null || Suits(Metric.Value, task.Kind), "training.metric", $"must be one that a task of kind {task.Kind} has", Metric);
        Loss.Validate(task, problems);
        problems.Require(CheckpointMinutes is > 0 and < 1e6, "training.checkpointMinutes", "must lie above 0", CheckpointMinutes);
        problems.Require(Device is "auto" or "cpu" or "cuda" || (Device.StartsWith("cuda:", StringComparison.Ordinal) && uint.TryParse(Device.AsSpan(5), out _)),
            "training.device", "must be auto, cpu, cuda or cuda:<number>", Device);
        problems.Require(GradientClipping is null or (> 0 and < double.PositiveInfinity), "training.gradientClipping", "must lie above 0 and be finite, or be absent", GradientClipping);
        problems.Require(TestTimeViews.Count > 0 && TestTimeViews.Distinct().Count() == TestTimeViews.Count, "training.testTimeViews", "must name one view or more, each once", $"[{string.Join(", ", TestTimeViews)}]");
        PhaseSettings.Validate(Phases, problems);
        var sum = Phases.Sum(phase => phase.Epochs);
        problems.Require(Phases.Count == 0 || Epochs == sum, "training.epochs", $"must be absent, or be the sum of the phases' epochs, {sum}", Epochs);
        problems.Require(Phases.Count == 0 || UnfreezeEvery is null, "training.unfreezeEvery", "must be absent where 'phases' say which stages train", UnfreezeEvery);
        Optimizer.Validate(!isLeftToARule("training.optimizer.name"), problems);
        Schedule.Validate(!isLeftToARule("training.schedule.name"), problems);
    }

    private static bool Suits(MetricKind metric, TaskKind task) => metric switch
    {
        MetricKind.Loss => true,
        MetricKind.AreaUnderRocCurve or MetricKind.Accuracy => task != TaskKind.Regression,
        MetricKind.QuadraticKappa => task.HasClasses,
        _ => task == TaskKind.Regression,
    };
}
