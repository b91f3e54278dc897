using System.Globalization;
using MlNetTL.Backbones;
using Options = MlNetTL.Training.ImageTransferLearningTrainer.Options;

namespace MlNetTL.Training;

/// <summary>Which stages of a network train in which epoch, and how fast.</summary>
/// <param name="phases">The phases in their order, the first from epoch 1 on; each trains no less than the one before it, but for one that starts from the best epoch so far.</param>
/// <param name="factor">The learning rate of a stage is so many times that of the stage after it (Howard and Ruder, 'Universal language model fine-tuning for text classification', 2018,
/// section 3.2).</param>
internal sealed class StagePlan(IReadOnlyList<PlannedPhase> phases, double factor)
{
    /// <summary>The plan that options ask for.</summary>
    public static StagePlan Of(Options options)
    {
        IEnumerable<PlannedPhase> phases = options.Phases is { Count: > 0 } stated ? Stated(stated, options.LearningRate) : Unfreezing(options);
        return new([.. options.ConditionalEpochs is { } conditional ? HeadAfter(conditional, phases, options.HeadLearningRate ?? options.LearningRate) : phases], options.StageLearningRateFactor);
    }

    /// <summary>The epoch in which the last stage joins where they join one by one.</summary>
    public static int LastJoining(Options options) => Unfreezing(options).Last().FirstEpoch;

    /// <summary>The first epochs of the stretches over which the schedule runs once.</summary>
    public IReadOnlyList<int> ScheduleStarts => [1, .. phases.Skip(1).Where(phase => phase.RestartsSchedule).Select(phase => phase.FirstEpoch)];

    /// <summary>The epochs of the longest stretch over which the schedule runs once.</summary>
    /// <param name="epochs">All epochs.</param>
    public int LongestStretch(int epochs) => ScheduleStarts.Zip([.. ScheduleStarts.Skip(1), epochs + 1]).Max(stretch => stretch.Second - stretch.First);

    /// <summary>The first epoch of each phase.</summary>
    public IReadOnlyList<int> PhaseStarts => [.. phases.Select(phase => phase.FirstEpoch)];

    /// <summary>Whether the head has the same learning rate in every phase.</summary>
    public bool HasOneRate => phases.All(phase => phase.LearningRate == phases[0].LearningRate);

    /// <summary>The place of the first stage that trains in an epoch, from 1; those before it are frozen.</summary>
    public int FirstIn(int epoch) => Of(epoch).FirstStage;

    /// <summary>The epoch that trains the most, and takes the most time and memory: stages join one by one, and a second stage of training (Hierarchy) freezes them again.</summary>
    /// <param name="epochs">All epochs.</param>
    public int WidestOf(int epochs) => Enumerable.Range(1, epochs).MinBy(FirstIn);

    /// <summary>Whether a phase other than the first begins with an epoch.</summary>
    public bool BeginsPhase(int epoch) => epoch > 1 && Of(epoch).FirstEpoch == epoch;

    /// <summary>Whether a second stage of training begins with an epoch, from the best epoch of the first.</summary>
    public bool StartsAnewIn(int epoch) => BeginsPhase(epoch) && Of(epoch).FromTheBest;

    /// <summary>How many epochs, from the first on, the head trains alone.</summary>
    /// <param name="epochs">All epochs.</param>
    public int HeadOnlyFromTheStart(int epochs) => Enumerable.Range(1, epochs).TakeWhile(IsHeadOnly).Count();

    /// <summary>Whether the head alone trains in an epoch.</summary>
    public bool IsHeadOnly(int epoch) => FirstIn(epoch) == Backbone.StageNames.Count - 1;

    /// <summary>Whether no further phase follows after an epoch.</summary>
    public bool IsComplete(int epoch) => Of(epoch) == phases[^1];

    /// <summary>What trains in an epoch: 'head', 'stage4+head', …, 'all'; 'conditional' where labels are trained where their parents are present.</summary>
    public string PhaseOf(int epoch)
    {
        var stages = FirstIn(epoch) == 0 ? TrainingPhase.All : string.Join('+', Backbone.StageNames.Skip(FirstIn(epoch)));
        var isConditional = phases[^1].FromTheBest && epoch < phases[^1].FirstEpoch;
        return !isConditional ? stages : stages == TrainingPhase.All ? "conditional" : $"conditional {stages}";
    }

    /// <summary>The learning rate of a stage in an epoch; the head's where no stage is named.</summary>
    public double LearningRateOf(int epoch, int? stage = null) => Of(epoch).LearningRate * Math.Pow(factor, Backbone.StageNames.Count - 1 - (stage ?? Backbone.StageNames.Count - 1));

    /// <summary>The learning rate of every stage in the first epoch in which it trains, for the log.</summary>
    public string DescribeRates() => string.Join(", ", Backbone.StageNames.Select((name, stage) => string.Create(CultureInfo.InvariantCulture,
        $"{name} {LearningRateOf((phases.FirstOrDefault(phase => phase.FirstStage <= stage) ?? phases[^1]).FirstEpoch, stage):g3}")));

    /// <summary>What an epoch costs beside others: every stage runs forward, and those that train also backward, at about twice the cost; a head on features
    /// that are computed already costs next to nothing.</summary>
    public double CostOf(int epoch, bool onFeatures) => onFeatures ? 0.05 : 1 + 2.0 * (Backbone.StageNames.Count - FirstIn(epoch)) / Backbone.StageNames.Count;

    private PlannedPhase Of(int epoch) => phases.Last(phase => phase.FirstEpoch <= epoch);

    private static IEnumerable<PlannedPhase> Stated(IReadOnlyList<TrainingPhase> stated, double learningRate)
    {
        var epoch = 1;
        foreach (var phase in stated)
        {
            yield return new(epoch, phase.FirstStage, phase.LearningRate ?? learningRate, phase.RestartSchedule);
            epoch += phase.Epochs;
        }
    }

    // The second of two stages (Options.Hierarchy): the head alone, from the best epoch of the first. Pham et al. (arXiv 1911.06475, section 3.2) train it anew: at the end of a cosine that both
    // shared, it would hardly learn.
    private static IEnumerable<PlannedPhase> HeadAfter(int conditionalEpochs, IEnumerable<PlannedPhase> phases, double learningRate) =>
        [.. phases.Where(phase => phase.FirstEpoch <= conditionalEpochs), new(conditionalEpochs + 1, Backbone.StageNames.Count - 1, learningRate, RestartsSchedule: true, FromTheBest: true)];

    // One phase, or one for each stage that joins (Howard and Ruder 2018, section 3.3).
    private static IEnumerable<PlannedPhase> Unfreezing(Options options)
    {
        var frozenUpTo = options.FreezeUpTo ?? (options.FreezeBackbone || options.UnfreezeEvery is not null ? Backbone.StageNames[^2] : null);
        var first = frozenUpTo is null ? 0 : Backbone.IndexOf(frozenUpTo) + 1;
        var joining = options.UnfreezeEvery is null ? 0 : first;
        return Enumerable.Range(0, joining + 1).Select(step => new PlannedPhase(1 + step * (options.UnfreezeEvery ?? 0), first - step, options.LearningRate));
    }
}
