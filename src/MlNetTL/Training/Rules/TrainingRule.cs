using MlNetTL.Training.Mixing;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;
using MlNetTL.Transforms;
using Options = MlNetTL.Training.ImageTransferLearningTrainer.Options;

namespace MlNetTL.Training.Rules;

/// <summary>Settings that a rule chose for some data: <see cref="DataSizeRule"/> or <see cref="HyperRule"/>.</summary>
/// <param name="Reason">What was chosen by, in a sentence for the log and the report.</param>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="BatchSize">Images that go through the network at once: a step, or a part of one.</param>
/// <param name="Phases">Which stages train over how many epochs.</param>
public sealed record TrainingRule(string Reason, OptimizerOptions Optimizer, ScheduleOptions Schedule, double LearningRate, int BatchSize, IReadOnlyList<TrainingPhase> Phases)
{
    /// <summary>Into how many parts of <see cref="BatchSize"/> images a step is divided.</summary>
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>The clipping that networks without normalisation need; null for none.</summary>
    public double? AdaptiveGradientClipping { get; init; }

    /// <summary>The decay of the average of the weights; null for none.</summary>
    public double? AveragingDecay { get; init; }

    /// <summary>How images are mixed; null for not.</summary>
    public MixingOptions? Mixing { get; init; }

    /// <summary>What is done to images while training. It stands in the chain, not in the options: <c>AugmentImages("Image", steps: …)</c>.</summary>
    public IReadOnlyList<Augmentation> Augmentation { get; init; } = [];

    /// <summary>What the rule asks for beyond options, such as another size of images; null for nothing.</summary>
    public string? Advice { get; init; }

    /// <summary>The epochs of all phases.</summary>
    public int Epochs => Phases.Sum(phase => phase.Epochs);

    /// <summary>Puts the settings into options, in place of theirs; what no rule chooses stays.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The same options.</returns>
    public Options ApplyTo(Options options)
    {
        (options.Optimizer, options.LearningRate) = (Optimizer, LearningRate);
        (options.BatchSize, options.AccumulationSteps, options.Epochs, options.Patience) = (BatchSize, AccumulationSteps, Epochs, null);
        // A hierarchy has two stages of its own.
        var conditional = options.ConditionalEpochs;
        (options.Schedule, options.HeadLearningRate) = conditional is { } first ? (ScheduleOf(first, Epochs - first), HeadLearningRate) : (Schedule, null);
        options.Phases = conditional is null ? Phases : null;
        (options.FreezeBackbone, options.FreezeUpTo, options.UnfreezeEvery) = (false, null, null);
        (options.AdaptiveGradientClipping, options.AveragingDecay, options.Mixing) = (AdaptiveGradientClipping, AveragingDecay, Mixing);
        return options;
    }

    /// <summary>The head's learning rate where it trains alone; null for that of all.</summary>
    internal double? HeadLearningRate => Phases.FirstOrDefault(phase => phase.TrainFrom == "head")?.LearningRate;

    /// <summary>The schedule of two stages, each of which it spans: its warm-up has the same share of the shorter one as of the longest phase.</summary>
    /// <param name="first">The epochs of the first stage.</param>
    /// <param name="second">Those of the second.</param>
    internal ScheduleOptions ScheduleOf(int first, int second) =>
        Schedule with { WarmupSteps = (int)(Schedule.WarmupSteps * Math.Min(1, Math.Min(first, second) / (double)Phases.Max(phase => phase.Epochs))) };
}
