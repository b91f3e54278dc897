using MlNetTL.Foundation;
using MlNetTL.Training;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Mixing;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;
using MlNetTL.Transforms;

namespace MlNetTL.Benchmarks.Recipes;

/// <summary>The changes that a recipe can be made of. A recipe is 'plain' or 'rule' and then ingredients in their order, as in <c>plain+epochs=30+cosine</c>.</summary>
internal static class Ingredients
{
    /// <summary>All of them. To add one, write a line.</summary>
    public static NamedTable<Ingredient> All { get; } = new("ingredient", row => row.Name,
    [
        // How long, how fast.
        new("epochs", 30, (recipe, value) => recipe.Lengthen((int)value)),
        new("rate", 3e-4, (recipe, value) => recipe.Options.LearningRate = value),
        new("batch", 16, (recipe, value) => recipe.Options.BatchSize = (int)value),
        new("dropLast", double.NaN, (recipe, _) => recipe.Options.DropLastBatch = true),
        new("stageFactor", 1 / 2.6, (recipe, value) => recipe.Options.StageLearningRateFactor = value),
        // The schedule. The number is the share of steps that warm up.
        new("flat", 0, (recipe, value) => recipe.Options.Schedule = new FlatSchedule((int)(value * recipe.TotalSteps))),
        new("cosine", 0.1, (recipe, value) => recipe.Options.Schedule = new CosineSchedule(WarmupSteps: (int)(value * recipe.TotalSteps))),
        // The optimiser.
        new("adam", double.NaN, (recipe, _) => recipe.Options.Optimizer = new Adam()),
        new("adamW", 0.01, (recipe, value) => recipe.Options.Optimizer = new AdamW(WeightDecay: value)),
        new("sgd", 0.9, (recipe, value) => recipe.Options.Optimizer = new Sgd(value)),
        new("bfloat16", double.NaN, (recipe, _) => recipe.Options.Precision = TrainingPrecision.BFloat16),
        // The images.
        new("unaugmented", double.NaN, (recipe, _) => recipe.Augmentation.Clear()),
        new("flip", double.NaN, (recipe, _) => recipe.Augmentation.Add(new RandomFlip())),
        new("rotate", 10, (recipe, value) => recipe.Augmentation.Add(new RandomRotation(value))),
        new("crop", 0.8, (recipe, value) => recipe.Augmentation.Add(new RandomCrop(value))),
        // The loss and the network's head.
        new("smooth", 0.1, (recipe, value) => recipe.Options.Loss = new SmoothedCrossEntropy(value)),
        new("mixup", 0.2, (recipe, value) => recipe.Options.Mixing = new Mixup(value)),
        new("cutMix", 1, (recipe, value) => recipe.Options.Mixing = new CutMix(value)),
        new("ema", 0.999, (recipe, value) => recipe.Options.AveragingDecay = value),
        new("noEma", double.NaN, (recipe, _) => recipe.Options.AveragingDecay = null),
        new("clip", 1, (recipe, value) => recipe.Options.GradientClipping = value),
        // Which epoch is kept: the number is the share of training images that is held out to choose it.
        new("holdOut", 0.1, (recipe, value) => recipe.Options.ValidationFraction = value),
        // Which stages train.
        new("headFirst", 3, (recipe, value) => recipe.Options.Phases = [new((int)value, "head", 1e-3), new(recipe.Options.Epochs - (int)value, RestartSchedule: true)]),
        new("allAtOnce", double.NaN, (recipe, _) => recipe.Options.Phases = null),
        new("headRate", 1e-3, (recipe, value) => recipe.Options.Phases = [recipe.Options.Phases![0] with { LearningRate = value }, .. recipe.Options.Phases.Skip(1)]),
        new("headOnly", double.NaN, (recipe, _) => recipe.Options.FreezeBackbone = true),
        new("unfreezeEvery", 2, (recipe, value) => recipe.Options.UnfreezeEvery = (int)value),
    ]);
}
