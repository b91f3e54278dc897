using MlNetTL.Backbones;
using MlNetTL.Data;
using MlNetTL.Images;
using MlNetTL.Interop;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;
using MlNetTL.Transforms;
using MlNetTL.Weights;

namespace MlNetTL.Training;

/// <summary>What a log should say of a fit's settings although nothing is wrong with them.</summary>
internal static class Hints
{
    /// <summary>The hints, a sentence or two each.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="pretrained">The weights, or null from scratch.</param>
    /// <param name="image">How the images are read, where that is known.</param>
    /// <param name="layout">What they are.</param>
    public static IEnumerable<string> Of(ImageTransferLearningTrainer.Options options, PretrainedWeights? pretrained, ImageColumn? image, ImageLayout layout)
    {
        if (pretrained?.Definition is { Input: var input } weights
            && (layout.Height != input.Crop || layout.Width != input.Crop || input.Interpolation != Interpolation.Bilinear && image?.Decode is not null))
            yield return $"The weights '{weights.Name}' were published for images of {input}. These are {layout.Height} x {layout.Width} px (height x width)"
                + $"{(image?.Decode is null ? "" : ", resized bilinearly")}: other sizes work, and may score differently.";
        if (pretrained is { Preprocessing: null } && options.Preprocessing is null && options.Normalization == Normalization.Weights)
            yield return $"Nothing tells which normalisation '{pretrained.FileName}' was trained with: ImageNet's is taken. Where it was another, a network sees a range that it never learned; "
                + "state Options.Preprocessing then, or import a published file under its name (mlnettl weights import).";
        foreach (var hint in OfStages(options, pretrained).Concat(OfRates(options)).Concat(OfRareClasses(options)).Concat(OfComputing(options))) yield return hint;
        if (options.AdaptiveGradientClipping is null && options.Backbone.StartsWith("nf_", StringComparison.OrdinalIgnoreCase))
            yield return $"'{options.Backbone}' has no normalisation and is published with adaptive gradient clipping (Brock et al., 2021), without which its training may diverge. "
                + "Set AdaptiveGradientClipping to 0.01 (training.adaptiveGradientClipping in a pipeline file).";
    }

    private static IEnumerable<string> OfComputing(ImageTransferLearningTrainer.Options options)
    {
        if (options.Precision == TrainingPrecision.BFloat16 && CpuFeatures.LacksBFloat16 && (options.Device == "cpu" || options.Device is null && !TorchSharp.torch.cuda.is_available()))
            yield return "This CPU has neither avx512_bf16 nor amx_bf16: bfloat16 is emulated there and slower than float32. Precision Auto measures and takes the faster.";
        if (options is { FreezeBackbone: false, AccumulationSteps: > 1, BatchSize: < 8 })
            yield return $"Batch normalisation takes its statistics from {options.BatchSize} images at a time, however many parts a step has: fewer than 8 are noisy, unless the network has none (nf_resnet50, resnetv2).";
    }

    private static IEnumerable<string> OfRates(ImageTransferLearningTrainer.Options options)
    {
        if (options.Optimizer.RunsAllSteps && options.Patience is { } patience)
            yield return $"{options.Optimizer.GetType().Name} is defined over all steps of a fit, so that Patience {patience} does not end it: all {options.Epochs} epochs are run, and the best one is kept.";
        if (options.Optimizer is CoolMomentum && options.Schedule is not FlatSchedule { WarmupSteps: 0 })
            yield return $"CoolMomentum (Borysenko and Byshkin, 2021) holds the learning rate still and cools by its momentum alone; here {options.Schedule.GetType().Name} multiplies the rate as well.";
        // Both count the same epochs; in phases before the last no fit ends.
        if (options is { Patience: { } ends, Schedule: PlateauSchedule plateau } && !options.Optimizer.RunsAllSteps && ends <= plateau.Patience && plateau.MinimumImprovement <= options.MinimumImprovement
            && StagePlan.Of(options).IsComplete(1))
            yield return $"The rate never falls: the fit ends after {ends} epochs without improvement (Patience; training.patience in a pipeline file), and the plateau schedule waits for {plateau.Patience} "
                + "(its Patience; training.schedule.patience). Set the fit's higher or the schedule's lower.";
        if (options.Schedule.IdleReason(StagePlan.Of(options).LongestStretch(options.Epochs)) is { } reason)
            yield return $"The schedule leaves the learning rate as it is: {reason}. Set its epochs lower or Epochs higher.";
    }

    private static IEnumerable<string> OfRareClasses(ImageTransferLearningTrainer.Options options)
    {
        if (options is { ClassWeighting: ClassWeighting.None, ClassWeights: null }) yield break;
        var weights = options.ClassWeights is null ? $"ClassWeighting {options.ClassWeighting}" : "ClassWeights";
        if (options.Sampling == RowSampling.ByLabel)
            yield return $"Sampling ByLabel draws rare classes more often, and {weights} on top of it, counted before sampling, lets them count twice. Leave one of them out.";
        if (options.Loss is AucMargin) yield return $"The AUC margin loss weighs positives and negatives by their shares already, and {weights} on top of it lets them count twice. Leave one of them out.";
    }

    private static IEnumerable<string> OfStages(ImageTransferLearningTrainer.Options options, PretrainedWeights? pretrained)
    {
        var plan = StagePlan.Of(options);
        if (plan.FirstIn(1) > 0 && pretrained is not { Report.Use: PretrainedUse.Values })
            yield return $"The stages before '{Backbone.StageNames[plan.FirstIn(1)]}' are frozen with random values, which learn nothing. Name pretrained Weights, or freeze no stage.";
        if (options.StochasticDepth > 0 && Enumerable.Range(1, options.Epochs).All(epoch => plan.FirstIn(epoch) == Backbone.StageNames.Count - 1))
            yield return $"StochasticDepth {options.StochasticDepth} leaves out branches of stages that train, and the head alone does. Freeze less, or leave it out.";
        if (options.UnfreezeEvery is { } every && !plan.IsComplete(options.Epochs))
            yield return $"{plan.FirstIn(options.Epochs)} of {Backbone.StageNames.Count} stages never train: one joins every {every} epochs, and there are {options.Epochs}. "
                + "Set Epochs higher or UnfreezeEvery lower to train them all.";
    }
}
