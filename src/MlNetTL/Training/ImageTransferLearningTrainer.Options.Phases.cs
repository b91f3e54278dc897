using MlNetTL.Foundation;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // Parts of the fit, each with its epochs.
    public sealed partial class Options
    {
        private const int UsualEpochs = 10;

        private int? _epochs;

        /// <summary>Parts of the fit, one after another, each with its epochs, the stages that train and perhaps a learning rate of its own; null or empty: one, by <see cref="FreezeUpTo"/> and
        /// <see cref="UnfreezeEvery"/>. <see cref="Patience"/> counts anew in each and ends the fit only in the last.</summary>
        public IReadOnlyList<TrainingPhase>? Phases { get; set; }

        /// <summary>Epochs; with <see cref="Patience"/>, the most there can be. Default: those of <see cref="Phases"/>, or 10.</summary>
        public int Epochs
        {
            get => _epochs ?? (Phases is { Count: > 0 } ? EpochsOfPhases : UsualEpochs);
            set => _epochs = value;
        }

        private int EpochsOfPhases => Phases?.Sum(phase => phase.Epochs) ?? 0;

        private IEnumerable<string> PhasesProblems()
        {
            if (Epochs < 1 && Phases is not { Count: > 0 }) yield return $"Epochs must be at least 1. Received: {Epochs}.";
            if (Phases is not { Count: > 0 }) yield break;
            for (var i = 0; i < Phases.Count; i++)
            {
                var (phase, name) = (Phases[i], $"Phases[{i}]");
                if (phase.Epochs < 1) yield return $"{name}.Epochs must be at least 1. Received: {phase.Epochs}.";
                if (phase.LearningRate is { } rate && (!(rate > 0) || double.IsInfinity(rate))) yield return $"{name}.LearningRate must be above 0 and finite, or null. Received: {rate}.";
                if (!TrainingPhase.Names.Contains(phase.TrainFrom))
                    yield return $"{name}.TrainFrom must be one of {string.Join(", ", TrainingPhase.Names)}. Received: '{phase.TrainFrom}'.{Suggestion.For(phase.TrainFrom, TrainingPhase.Names)}";
                else if (i > 0 && TrainingPhase.Names.Contains(Phases[i - 1].TrainFrom) && phase.FirstStage > Phases[i - 1].FirstStage)
                    yield return $"{name} must train no less than the phase before it, which trains from '{Phases[i - 1].TrainFrom}'. Received: '{phase.TrainFrom}'. Fit again from the first model's weights to freeze what has trained.";
            }
            if (_epochs is { } stated && stated != EpochsOfPhases)
                yield return $"Epochs must be left out, or be the sum of the phases' epochs, {EpochsOfPhases}. Received: {stated}.";
            foreach (var (name, isSet) in new[] { (nameof(FreezeBackbone), FreezeBackbone), (nameof(FreezeUpTo), FreezeUpTo is not null), (nameof(UnfreezeEvery), UnfreezeEvery is not null) })
                if (isSet) yield return $"{name} must be left out where Phases say which stages train. Received: both. Set one of them.";
        }
    }
}
