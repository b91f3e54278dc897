using MlNetTL.Backbones;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Mixing;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;
using MlNetTL.Weights;

namespace MlNetTL.Cli.Runs;

/// <summary>The trainer's options that a pipeline stands for.</summary>
internal static class TrainerOptions
{
    private static readonly Adam s_adam = new();

    public static ImageTransferLearningTrainer.Options Of(Pipeline pipeline, string labelColumn, string imageColumn) => new()
    {
        LabelColumnName = labelColumn,
        FeatureColumnName = imageColumn,
        Backbone = pipeline.Model.Backbone,
        Weights = pipeline.Model.Weights,
        StochasticDepth = pipeline.Model.StochasticDepth,
        HiddenLayers = pipeline.Model.Top,
        HiddenActivation = Enum.Parse<TopActivation>($"{pipeline.Model.TopActivation}"),
        HiddenDropout = pipeline.Model.TopDropout,
        HiddenBatchNorm = pipeline.Model.TopBatchNorm,
        FreezeBackbone = pipeline.Model.Frozen,
        FreezeUpTo = pipeline.Model.FreezeUpTo,
        Normalization = pipeline.Model.Normalization,
        UnfreezeEvery = pipeline.Training.UnfreezeEvery,
        Phases = [.. pipeline.Training.Phases.Select(phase => new TrainingPhase(phase.Epochs, phase.Train, phase.LearningRate, phase.RestartSchedule))],
        StageLearningRateFactor = pipeline.Training.StageLearningRateFactor,
        AdaptiveGradientClipping = pipeline.Training.AdaptiveGradientClipping,
        GradientClipping = pipeline.Training.GradientClipping,
        PretrainedUse = pipeline.Model.PretrainedUse == PretrainedUseKind.MeanAndVariance ? PretrainedUse.MeanAndVariance : PretrainedUse.Values,
        Optimizer = Optimizer(pipeline.Training.Optimizer),
        Schedule = Schedule(pipeline.Training.Schedule) with { WarmupSteps = pipeline.Training.Schedule.WarmupSteps, WarmupStartFactor = pipeline.Training.Schedule.WarmupStartFactor },
        LearningRate = pipeline.Training.LearningRate,
        BatchSize = pipeline.Training.BatchSize,
        AccumulationSteps = pipeline.Training.AccumulationSteps,
        Precision = Enum.Parse<TrainingPrecision>($"{pipeline.Training.Precision}", ignoreCase: true),
        ChannelsLast = pipeline.Training.ChannelsLast,
        ActivationCheckpointing = pipeline.Training.ActivationCheckpointing,
        AllowTF32 = pipeline.Training.AllowTF32,
        Epochs = pipeline.Training.Epochs,
        Patience = pipeline.Training.Patience,
        ValidationFraction = pipeline.Data.Validation is null ? pipeline.Data.ValidationFraction : 0.1,
        CheckpointInterval = TimeSpan.FromMinutes(pipeline.Training.CheckpointMinutes),
        MinimumImprovement = pipeline.Training.MinimumImprovement,
        OrdinalMethod = pipeline.Task.Method == OrdinalMethodKind.CutPoints ? OrdinalMethod.CutPoints : OrdinalMethod.Coral,
        ImportanceWeights = pipeline.Task.ImportanceWeights,
        Metric = pipeline.Training.Metric is { } metric ? Enum.Parse<ValidationMetric>($"{metric}") : ValidationMetric.Default,
        Loss = Loss(pipeline.Training.Loss),
        ClassWeighting = pipeline.Training.ClassWeights,
        EffectiveNumberBeta = pipeline.Training.EffectiveNumberBeta ?? new ImageTransferLearningTrainer.Options().EffectiveNumberBeta,
        TestTimeViews = pipeline.Training.TestTimeViews.Aggregate(TestTimeViews.None, (views, view) => views | Enum.Parse<TestTimeViews>($"{view}")),
        UncertainIsClass = pipeline.Task.UncertainIsClass,
        Hierarchy = pipeline.Task.Hierarchy ? pipeline.Task.LabelTree : null,
        HeadEpochs = pipeline.Task.HeadEpochs,
        HeadLearningRate = pipeline.Task.HeadLearningRate,
        SoftLabelsAreProducts = pipeline.Task is { Hierarchy: true, IsSelfTrained: true },
        LabelWeighting = pipeline.Training.LabelWeights,
        AveragingDecay = pipeline.Training.AveragingDecay,
        AveragingWarmup = pipeline.Training.AveragingWarmup ?? new ImageTransferLearningTrainer.Options().AveragingWarmup,
        Mixing = pipeline.Training.Mixing is { } mixing ? Mixing(mixing) : null,
        Sampling = pipeline.Training.Sampling switch { SamplingKind.None => RowSampling.EachOnce, SamplingKind.Label => RowSampling.ByLabel, _ => RowSampling.ByColumn },
        SamplingBalanceColumnName = pipeline.Training.Sampling is SamplingKind.Source or SamplingKind.Patient ? $"{pipeline.Training.Sampling}" : null,
        Seed = pipeline.Seed,
        Device = pipeline.Training.Device == "auto" ? null : pipeline.Training.Device,
    };

    /// <summary>The same while a rule may yet choose the epochs: nothing is wrong with their number then.</summary>
    public static ImageTransferLearningTrainer.Options BeforeTheRule(Pipeline pipeline, string labelColumn, string imageColumn)
    {
        const int Plenty = 1_000_000;
        var options = Of(pipeline, labelColumn, imageColumn);
        if (pipeline.IsLeftToARule("training.epochs") && pipeline.Training.Phases.Count == 0) options.Epochs = Plenty;
        return options;
    }

    private static LossOptions? Loss(LossSettings settings)
    {
        var (smoothed, focal, asymmetric, generalized, margin) = (new SmoothedCrossEntropy(), new Focal(), new Asymmetric(), new GeneralizedCrossEntropy(), new AucMargin());
        return settings.Name switch
        {
            null => null,
            LossKind.CrossEntropy => new CrossEntropy(),
            LossKind.SmoothedCrossEntropy => new SmoothedCrossEntropy(settings.Smoothing ?? smoothed.Smoothing),
            LossKind.Focal => new Focal(settings.Gamma ?? focal.Gamma, settings.Alpha),
            LossKind.Asymmetric => new Asymmetric(settings.PositiveGamma ?? asymmetric.PositiveGamma, settings.NegativeGamma ?? asymmetric.NegativeGamma, settings.Margin ?? asymmetric.Margin),
            LossKind.GeneralizedCrossEntropy => new GeneralizedCrossEntropy(settings.Q ?? generalized.Q),
            LossKind.AucMargin => new AucMargin(settings.ScoreMargin ?? margin.ScoreMargin, settings.VariableRate ?? margin.VariableRate),
            LossKind.SquaredError => new SquaredError(),
            LossKind.AbsoluteError => new AbsoluteError(),
            LossKind.Huber => new Huber(settings.Delta ?? new Huber().Delta),
            _ => throw new NotSupportedException($"{nameof(TrainerOptions)} must make each loss that pipelines can name. It lacks '{settings.Name}'."),
        };
    }

    private static MixingOptions Mixing(MixingSettings settings) => settings.Name switch
    {
        MixingKind.Mixup => new Mixup(settings.Alpha ?? new Mixup().Alpha),
        MixingKind.CutMix => new CutMix(settings.Alpha ?? new CutMix().Alpha),
        _ => throw new NotSupportedException($"{nameof(TrainerOptions)} must make each mix that pipelines can name. It lacks '{settings.Name}'."),
    };

    // Numbers left out of the file take Adam's defaults, which are AdamW's, too.
    private static OptimizerOptions Optimizer(OptimizerSettings settings) => settings.Name switch
    {
        OptimizerKind.Sgd => new Sgd(settings.Momentum ?? new Sgd().Momentum, settings.WeightDecay, settings.Nesterov ?? new Sgd().Nesterov),
        OptimizerKind.Adam => new Adam(settings.Beta1 ?? s_adam.Beta1, settings.Beta2 ?? s_adam.Beta2, settings.Epsilon ?? s_adam.Epsilon, settings.WeightDecay),
        OptimizerKind.AdamW => new AdamW(settings.Beta1 ?? s_adam.Beta1, settings.Beta2 ?? s_adam.Beta2, settings.Epsilon ?? s_adam.Epsilon, settings.WeightDecay),
        OptimizerKind.CoolMomentum => new CoolMomentum(settings.InitialMomentum ?? new CoolMomentum().InitialMomentum, settings.WeightDecay),
        _ => throw new NotSupportedException($"{nameof(TrainerOptions)} must make each optimizer that pipelines can name. It lacks '{settings.Name}'."),
    };

    // Numbers left out of the file take the default of the schedule.
    private static ScheduleOptions Schedule(ScheduleSettings settings) => settings.Name switch
    {
        ScheduleKind.Flat => new FlatSchedule(),
        ScheduleKind.Cosine => new CosineSchedule(settings.FinalFactor ?? new CosineSchedule().FinalFactor),
        ScheduleKind.Exponential => new ExponentialSchedule(settings.Factor ?? new ExponentialSchedule().Factor),
        ScheduleKind.Steps => new StepSchedule(settings.Factor ?? new StepSchedule().Factor, settings.Every ?? new StepSchedule().Every, settings.Milestones),
        ScheduleKind.Plateau when new PlateauSchedule() is var plateau => new PlateauSchedule(settings.Factor ?? plateau.Factor, settings.Patience ?? plateau.Patience,
            settings.MinimumImprovement ?? plateau.MinimumImprovement, settings.Cooldown ?? plateau.Cooldown, settings.MinimumFactor ?? plateau.MinimumFactor),
        _ => throw new NotSupportedException($"{nameof(TrainerOptions)} must make each schedule that pipelines can name. It lacks '{settings.Name}'."),
    };
}
