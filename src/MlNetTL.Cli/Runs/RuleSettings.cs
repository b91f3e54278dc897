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
    /// <param name="files">Their paths, for a rule that asks for their size; null where they are of the size that the pipeline resizes to.</param>
    public static (Pipeline Pipeline, string? Origin) Resolve(Pipeline pipeline, int trainingImages, IReadOnlyList<string>? files = null)
    {
        if (pipeline.RuleInForce == TrainingRuleKind.None) return (pipeline, null);
        var rule = Of(pipeline, trainingImages, files);
        var chosen = new List<string>();
        var (stated, model) = (pipeline.Training, pipeline.Model);
        var freezes = model.Frozen || model.FreezeUpTo is not null || stated.UnfreezeEvery is not null || stated.Phases.Count > 0 || pipeline.Task.Hierarchy;
        var headAlone = (model.Frozen || model.FreezeUpTo == "stage4") && stated.UnfreezeEvery is null;
        // Of phases, only those that freeze or restart say more than their epochs.
        var phases = freezes || pipeline.States("training.phases") || rule.Phases.Count == 1 ? stated.Phases : [.. rule.Phases.Select(phase => new PhaseSettings(phase.Epochs, phase.TrainFrom, phase.LearningRate, phase.RestartSchedule))];
        var batch = Unless("training.batchSize", stated.BatchSize, rule.BatchSize);
        var training = stated with
        {
            Rule = pipeline.RuleInForce,
            Optimizer = pipeline.States("training.optimizer.name") ? stated.Optimizer : Overlaid("training.optimizer", stated.Optimizer, Settings(rule.Optimizer)),
            Schedule = pipeline.States("training.schedule.name") ? stated.Schedule : Overlaid("training.schedule", stated.Schedule, Settings(Schedule())),
            LearningRate = Unless("training.learningRate", stated.LearningRate, headAlone ? rule.Phases[0].LearningRate ?? rule.LearningRate : rule.LearningRate),
            BatchSize = batch,
            // A step of as many images, whatever goes through the network at once.
            AccumulationSteps = Unless("training.accumulationSteps", stated.AccumulationSteps, Math.Max(1, rule.AccumulationSteps * rule.BatchSize / batch)),
            AdaptiveGradientClipping = Unless("training.adaptiveGradientClipping", stated.AdaptiveGradientClipping, headAlone ? null : rule.AdaptiveGradientClipping),
            AveragingDecay = Unless("training.averagingDecay", stated.AveragingDecay, rule.AveragingDecay),
            Mixing = Unless("training.mixing", stated.Mixing, rule.Mixing is null ? null : Settings(rule.Mixing)),
            Epochs = stated.Phases.Count > 0 ? stated.Epochs : Unless("training.epochs", stated.Epochs, rule.Epochs),
            Phases = phases,
        };
        if (phases != stated.Phases) chosen.Add("training.phases");
        // A head alone is trained on features that are computed once, unless images change from epoch to epoch.
        var augmentation = Unless("augmentation", pipeline.Augmentation, headAlone ? [] : [.. rule.Augmentation.Select(Settings)]);
        var settled = (pipeline with { Training = training, Augmentation = augmentation, Task = pipeline.Task with { HeadLearningRate = HeadRate() } }).Stating([.. chosen, "training.optimizer.name", "training.schedule.name"]);
        if (settled.Validate() is { Count: > 0 } problems) throw new PipelineException($"'{pipeline.Name}' with what the rule chose for {trainingImages:N0} training images", problems);
        return (settled, chosen.Count == 0 ? null : Origin());

        // Of a hierarchy's second stage. A stated rate of all is meant for both.
        double? HeadRate() => !pipeline.Task.Hierarchy || rule.HeadLearningRate is null || pipeline.States("training.learningRate")
            ? pipeline.Task.HeadLearningRate : Unless("task.headLearningRate", pipeline.Task.HeadLearningRate, rule.HeadLearningRate);

        ScheduleOptions Schedule()
        {
            if (!pipeline.Task.Hierarchy) return rule.Schedule;
            var all = pipeline.States("training.epochs") ? stated.Epochs : rule.Epochs;
            var head = pipeline.Task.HeadEpochsOf(all);
            return rule.ScheduleOf(Math.Max(1, all - head), head);
        }

        string Origin() =>
            $"The rule '{char.ToLowerInvariant($"{pipeline.RuleInForce}"[0])}{$"{pipeline.RuleInForce}"[1..]}' ({rule.Reason}) chose {string.Join(", ", chosen)}. The file states what else it has. {rule.Advice}".TrimEnd();

        T Unless<T>(string path, T own, T ruled)
        {
            if (pipeline.States(path)) return own;
            chosen.Add(path);
            return ruled;
        }

        // The rule's optimiser or schedule, with those of its numbers that the file states.
        T Overlaid<T>(string path, T own, T ruled) where T : notnull
        {
            chosen.Add(path);
            var members = typeof(T).GetConstructors().Single(constructor => constructor.GetParameters().Length > 1).GetParameters();
            return (T)Activator.CreateInstance(typeof(T), [.. members.Select(member => typeof(T).GetProperty(member.Name!)!.GetValue(
                pipeline.States($"{path}.{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.Name!)}") ? own : ruled))])!;
        }
    }

    private static TrainingRule Of(Pipeline pipeline, int trainingImages, IReadOnlyList<string>? files)
    {
        var training = pipeline.Training;
        int? step = pipeline.States("training.batchSize") || pipeline.States("training.accumulationSteps") ? training.BatchSize * training.AccumulationSteps : null;
        int? epochs = pipeline.States("training.epochs") || training.Phases.Count > 0 ? training.Epochs : null;
        if (pipeline.RuleInForce == TrainingRuleKind.HyperRule)
        {
            // The rule's authors mean the images as they were taken.
            var (height, width) = SourceSize.MedianOf(files ?? []) ?? (pipeline.Image.ToDecodeSettings().Height, pipeline.Image.ToDecodeSettings().Width);
            return HyperRule.For(trainingImages, height, width);
        }
        return DataSizeRule.For(trainingImages, pipeline.Model.Weights is not null && pipeline.Model.PretrainedUse == PretrainedUseKind.Values, pipeline.Model.Backbone, epochs, step);
    }

    private static OptimizerSettings Settings(OptimizerOptions optimizer) => optimizer switch
    {
        AdamW adam => new(OptimizerKind.AdamW, WeightDecay: adam.WeightDecay),
        Sgd sgd => new(OptimizerKind.Sgd, sgd.Momentum, sgd.WeightDecay, sgd.Nesterov),
        _ => throw new NotSupportedException($"{nameof(RuleSettings)} must name each optimiser that rules choose. It lacks {optimizer}."),
    };

    private static ScheduleSettings Settings(ScheduleOptions schedule) => schedule switch
    {
        FlatSchedule flat => new(ScheduleKind.Flat, flat.WarmupSteps, flat.WarmupStartFactor),
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
