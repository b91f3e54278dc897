using System.Globalization;
using MlNetTL.Backbones;

namespace MlNetTL.Training;

/// <summary>Which stages of a network train in which epoch, and how fast.</summary>
/// <param name="frozenUpTo">The last stage that is frozen at the start; null for none.</param>
/// <param name="unfreezeEvery">After so many epochs the next stage toward the stem joins (Howard and Ruder, 'Universal language model fine-tuning for text
/// classification', 2018, section 3.3); null for never.</param>
/// <param name="learningRate">The head's learning rate.</param>
/// <param name="factor">The learning rate of a stage is so many times that of the stage after it (the same paper, section 3.2).</param>
/// <param name="conditionalEpochs">After so many epochs the head trains alone (<see cref="ImageTransferLearningTrainer.Options.Hierarchy"/>); null for never.</param>
internal sealed class StagePlan(string? frozenUpTo, int? unfreezeEvery, double learningRate, double factor, int? conditionalEpochs = null)
{
    private readonly int _first = frozenUpTo is null ? 0 : Backbone.IndexOf(frozenUpTo) + 1;

    /// <summary>The plan that options ask for.</summary>
    public static StagePlan Of(ImageTransferLearningTrainer.Options options) => new(
        options.FreezeUpTo ?? (options.FreezeBackbone || options.UnfreezeEvery is not null ? Backbone.StageNames[^2] : null),
        options.UnfreezeEvery, options.LearningRate, options.StageLearningRateFactor, options.ConditionalEpochs);

    /// <summary>The place of the first stage that trains in an epoch, from 1; those before it are frozen.</summary>
    public int FirstIn(int epoch) => epoch > conditionalEpochs ? Backbone.StageNames.Count - 1
        : unfreezeEvery is { } epochs ? Math.Max(0, _first - (epoch - 1) / epochs) : _first;

    /// <summary>Whether a second stage of training begins with an epoch, from the best epoch of the first.</summary>
    public bool StartsAnewIn(int epoch) => epoch - 1 == conditionalEpochs;

    /// <summary>How many epochs, from the first on, the head trains alone.</summary>
    /// <param name="epochs">All epochs.</param>
    public int HeadOnlyFromTheStart(int epochs) => Enumerable.Range(1, epochs).TakeWhile(IsHeadOnly).Count();

    /// <summary>Whether the head alone trains in an epoch.</summary>
    public bool IsHeadOnly(int epoch) => FirstIn(epoch) == Backbone.StageNames.Count - 1;

    /// <summary>Whether nothing further is to come after an epoch: no stage that joins, and no second stage of training.</summary>
    public bool IsComplete(int epoch) => conditionalEpochs is { } conditional ? epoch > conditional : unfreezeEvery is null || FirstIn(epoch) == 0;

    /// <summary>What trains in an epoch: 'head', 'stage4+head', …, 'all'; 'conditional' where labels are trained where their parents are present.</summary>
    public string PhaseOf(int epoch)
    {
        var stages = FirstIn(epoch) == 0 ? "all" : string.Join('+', Backbone.StageNames.Skip(FirstIn(epoch)));
        return epoch <= conditionalEpochs ? stages == "all" ? "conditional" : $"conditional {stages}" : stages;
    }

    /// <summary>The learning rate of a stage.</summary>
    public double LearningRateOf(int stage) => learningRate * Math.Pow(factor, Backbone.StageNames.Count - 1 - stage);

    /// <summary>The learning rate of every stage, for the log.</summary>
    public string DescribeRates() =>
        string.Join(", ", Backbone.StageNames.Select((name, stage) => string.Create(CultureInfo.InvariantCulture, $"{name} {LearningRateOf(stage):g3}")));

    /// <summary>What an epoch costs beside others: every stage runs forward, and those that train also backward, at about twice the cost; a head on features
    /// that are computed already costs next to nothing.</summary>
    public double CostOf(int epoch, bool onFeatures) => onFeatures ? 0.05 : 1 + 2.0 * (Backbone.StageNames.Count - FirstIn(epoch)) / Backbone.StageNames.Count;
}
