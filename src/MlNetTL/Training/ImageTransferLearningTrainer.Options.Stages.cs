using MlNetTL.Foundation;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // Which stages train, and when.
    public sealed partial class Options
    {
        /// <summary>Trains the new head only; the rest keeps its weights and its batch-norm statistics. Short for <see cref="FreezeUpTo"/> 'stage4'.</summary>
        /// <remarks>Where nothing is augmented, the features of all images are computed once and kept in memory, up to 1 GB of them, and epochs take seconds.</remarks>
        public bool FreezeBackbone { get; set; }

        /// <summary>The last stage that keeps its weights and its batch-norm statistics, with all before it: one of 'stem', 'stage1', … 'stage4' (<see cref="Backbones.Backbone.StageNames"/>).
        /// Null: none.</summary>
        public string? FreezeUpTo { get; set; }

        /// <summary>Unfreezes step by step: after every so many epochs the next stage toward the stem joins, from <see cref="FreezeUpTo"/> (default: 'stage4') on
        /// (Howard and Ruder, 'Universal language model fine-tuning for text classification', 2018, section 3.3). <see cref="Patience"/> counts anew when a stage joins, and ends the fit only after
        /// the last has. Null: what is frozen stays frozen.</summary>
        public int? UnfreezeEvery { get; set; }

        /// <summary>The head trains at <see cref="LearningRate"/>, each stage toward the stem at so many times the rate of the one after it (Howard and Ruder 2018, section 3.2, found 1 / 2.6 good for
        /// language); above 0, at most 1. 1: all at one rate.</summary>
        public double StageLearningRateFactor { get; set; } = 1;

        // The epoch in which the last stage joins; null where none does, or where these settings do not hold.
        private int? LastJoining => UnfreezeEvery is >= 1 && Phases is not { Count: > 0 } && (FreezeUpTo is null || Backbones.Backbone.StageNames.SkipLast(1).Contains(FreezeUpTo)) ? StagePlan.LastJoining(this) : null;

        private IEnumerable<string> StagesProblems()
        {
            var names = Backbones.Backbone.StageNames.SkipLast(1);
            if (FreezeUpTo is not null && !names.Contains(FreezeUpTo))
                yield return $"FreezeUpTo must be one of {string.Join(", ", names)}, or null. Received: '{FreezeUpTo}'.{Suggestion.For(FreezeUpTo, names)}";
            else if (FreezeBackbone && FreezeUpTo is not null && FreezeUpTo != names.Last())
                yield return $"FreezeBackbone stands for FreezeUpTo '{names.Last()}'. Received: FreezeUpTo '{FreezeUpTo}' as well. Set one of them.";
            if (UnfreezeEvery < 1) yield return $"UnfreezeEvery must be at least 1. Received: {UnfreezeEvery}.";
            if (StageLearningRateFactor is not (> 0 and <= 1)) yield return $"StageLearningRateFactor must be above 0 and at most 1. Received: {StageLearningRateFactor}.";
        }
    }
}
