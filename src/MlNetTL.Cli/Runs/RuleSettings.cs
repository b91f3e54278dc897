using MlNetTL.Experiments.Pipelines;
using MlNetTL.Training.Mixing;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Rules;
using MlNetTL.Training.Schedules;
using MlNetTL.Transforms;

namespace MlNetTL.Cli.Runs;

/// <summary>Fills in what a pipeline file leaves out by the rule that is in force. A stated setting overrides just itself.</summary>
internal static class RuleSettings
{
    /// <summary>The pipeline with the rule's settings, and a sentence of which they are; null where no rule is in force.</summary>
    /// <param name="pipeline">The pipeline as it was read.</param>
    /// <param name="trainingImages">How many images will be trained on.</param>
    public static (Pipeline Pipeline, string? Origin) Resolve(Pipeline pipeline, int trainingImages)
    {
        if (pipeline.RuleInForce == TrainingRuleKind.None) return (pipeline, null);
        var rule = Of(pipeline, trainingImages);
        var chosen = new List<string>();
        var freezing = new[] { "training.phases", "training.unfreezeEvery", "model.frozen", "model.freezeUpTo" }.Any(pipeline.States) || pipeline.Task.Hierarchy;
        // Of phases, only those that freeze or restart say more than their epochs.
        var phases = freezing || rule.Phases.Count == 1 ? pipeline.Training.Phases : [.. rule.Phases.Select(phase => new PhaseSettings(phase.Epochs, phase.TrainFrom, phase.LearningRate, phase.RestartSchedule))];
        var training = pipeline.Training with
        {
            Rule = pipeline.RuleInForce,
            Optimizer = Unless("training.optimizer", pipeline.Training.Optimizer, Settings(rule.Optimizer)),
            Schedule = Unless("training.schedule", pipeline.Training.Schedule, Settings(rule.Schedule)),
            LearningRate = Unless("training.learningRate", pipeline.Training.LearningRate, rule.LearningRate),
            BatchSize = Unless("training.batchSize", pipeline.Training.BatchSize, rule.BatchSize),
            AccumulationSteps = Unless("training.accumulationSteps", pipeline.Training.AccumulationSteps, rule.AccumulationSteps),
            AdaptiveGradientClipping = Unless("training.adaptiveGradientClipping", pipeline.Training.AdaptiveGradientClipping, rule.AdaptiveGradientClipping),
            AveragingDecay = Unless("training.averagingDecay", pipeline.Training.AveragingDecay, rule.AveragingDecay),
            Mixing = Unless("training.mixing", pipeline.Training.Mixing, rule.Mixing is null ? null : Settings(rule.Mixing)),
            Epochs = pipeline.States("training.phases") ? pipeline.Training.Epochs : Unless("training.epochs", pipeline.Training.Epochs, rule.Epochs),
            Phases = phases,
        };
        if (phases != pipeline.Training.Phases) chosen.Add("training.phases");
        var augmentation = Unless("augmentation", pipeline.Augmentation, [.. rule.Augmentation.Select(Settings)]);
        var origin = $"The rule '{char.ToLowerInvariant($"{pipeline.RuleInForce}"[0])}{$"{pipeline.RuleInForce}"[1..]}' ({rule.Reason}) chose {string.Join(", ", chosen)}. The file states what else it has. {rule.Advice}";
        return (pipeline with { Training = training, Augmentation = augmentation }, origin.TrimEnd());

        T Unless<T>(string path, T stated, T ruled)
        {
            if (pipeline.States(path)) return stated;
            chosen.Add(path);
            return ruled;
        }
    }

    private static TrainingRule Of(Pipeline pipeline, int trainingImages)
    {
        int? batch = pipeline.States("training.batchSize") ? pipeline.Training.BatchSize * pipeline.Training.AccumulationSteps : null;
        return pipeline.RuleInForce == TrainingRuleKind.HyperRule
            ? HyperRule.For(trainingImages, pipeline.Image.ToDecodeSettings().Height, pipeline.Image.ToDecodeSettings().Width)
            : DataSizeRule.For(trainingImages, pipeline.Model.Weights is not null && pipeline.Model.PretrainedUse == PretrainedUseKind.Values, pipeline.Model.Backbone,
                pipeline.States("training.epochs") ? pipeline.Training.Epochs : null, batch);
    }

    private static OptimizerSettings Settings(OptimizerOptions optimizer) => optimizer switch
    {
        AdamW adam => new(OptimizerKind.AdamW, WeightDecay: adam.WeightDecay),
        Sgd sgd => new(OptimizerKind.Sgd, sgd.Momentum, sgd.WeightDecay, sgd.Nesterov),
        _ => throw new NotSupportedException($"{nameof(RuleSettings)} must name each optimiser that rules choose. It lacks {optimizer}."),
    };

    private static ScheduleSettings Settings(ScheduleOptions schedule) => schedule switch
    {
        CosineSchedule cosine => new(ScheduleKind.Cosine, cosine.WarmupSteps, cosine.WarmupStartFactor, FinalFactor: cosine.FinalFactor),
        StepSchedule steps => new(ScheduleKind.Steps, steps.WarmupSteps, steps.WarmupStartFactor, Factor: steps.Factor, Milestones: steps.Milestones),
        _ => throw new NotSupportedException($"{nameof(RuleSettings)} must name each schedule that rules choose. It lacks {schedule}."),
    };

    private static MixingSettings Settings(MixingOptions mixing) => mixing switch
    {
        Mixup mixup => new(MixingKind.Mixup, mixup.Alpha),
        _ => throw new NotSupportedException($"{nameof(RuleSettings)} must name each mixing that rules choose. It lacks {mixing}."),
    };

    private static AugmentationStep Settings(Augmentation step) => step switch
    {
        RandomCrop crop => new(AugmentationKind.Crop, MinimumScale: crop.MinimumScale),
        RandomRotation rotation => new(AugmentationKind.Rotate, MaximumDegrees: rotation.MaximumDegrees),
        _ => throw new NotSupportedException($"{nameof(RuleSettings)} must name each augmentation that rules choose. It lacks {step}."),
    };
}
