using MlNetTL.Training;
using MlNetTL.Training.Rules;
using MlNetTL.Transforms;

namespace MlNetTL.Benchmarks.Recipes;

/// <summary>What a recipe's ingredients change: the trainer's options and the augmentation.</summary>
/// <param name="TrainingImages">How many images are trained on: some settings hang on it.</param>
/// <param name="Options">The options.</param>
internal sealed record RecipeSettings(int TrainingImages, ImageTransferLearningTrainer.Options Options)
{
    /// <summary>The augmentation, in order; empty for none.</summary>
    public List<Augmentation> Augmentation { get; } = [];

    /// <summary>Steps of the whole fit.</summary>
    public int TotalSteps => Options.Epochs * ((TrainingImages + Options.BatchSize * Options.AccumulationSteps - 1) / (Options.BatchSize * Options.AccumulationSteps));

    /// <summary>Sets the number of epochs: phases before the last keep theirs.</summary>
    public void Lengthen(int epochs)
    {
        if (Options.Phases is { Count: > 0 } phases) Options.Phases = [.. phases.SkipLast(1), phases[^1] with { Epochs = epochs - phases.SkipLast(1).Sum(phase => phase.Epochs) }];
        Options.Epochs = epochs;
    }

    /// <summary>What the published figures of the shared folder were trained with: Adam 1e-4, batches of 32, horizontal flip, 10 epochs, every image in each.</summary>
    public static RecipeSettings Plain(int trainingImages) => new(trainingImages, new() { LearningRate = 1e-4, BatchSize = 32, Epochs = 10, ValidationFraction = 0 })
    {
        Augmentation = { new RandomFlip() },
    };

    /// <summary>What the library chooses by the number of images, where nothing is stated.</summary>
    public static RecipeSettings OfRule(int trainingImages)
    {
        var settings = new RecipeSettings(trainingImages, new() { ValidationFraction = 0 });
        var rule = DataSizeRule.For(trainingImages, pretrained: true, settings.Options.Backbone);
        rule.ApplyTo(settings.Options);
        settings.Augmentation.AddRange(rule.Augmentation);
        return settings;
    }
}
