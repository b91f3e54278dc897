using MlNetTL.Data;
using MlNetTL.Training.Losses;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // What is made small, and how much each class counts in it.
    public sealed partial class Options
    {
        /// <summary>What is trained on: a row of <see cref="LossTable"/>. Validation reports cross-entropy whatever it is.</summary>
        public LossOptions Loss { get; set; } = new CrossEntropy();

        /// <summary>How much each class counts in the loss.</summary>
        public ClassWeighting ClassWeighting { get; set; }

        /// <summary>β of <see cref="ClassWeighting.EffectiveNumber"/>, at least 0 and below 1. The paper tries 0.9, 0.99, 0.999 and 0.9999.</summary>
        public double EffectiveNumberBeta { get; set; } = 0.999;

        /// <summary>Weights by class name (binary: 'True' and 'False'; multi-label: the label's name, for its positives). They go before <see cref="ClassWeighting"/>; a name left out counts 1.</summary>
        public IReadOnlyDictionary<string, double>? ClassWeights { get; set; }

        /// <summary>How much each label counts in the loss of a multi-label task: alike, inverse to its positives (<see cref="ClassWeighting.Balanced"/>), or to their effective number. The weights sum to the
        /// number of labels; the loss is the mean that they weigh. <see cref="ClassWeighting"/> weighs the positives of a label against its negatives instead.</summary>
        public ClassWeighting LabelWeighting { get; set; }

        /// <summary>Weights by label name, for multi-label tasks, at least 0. They go before <see cref="LabelWeighting"/>; a label left out counts 1.</summary>
        public IReadOnlyDictionary<string, double>? LabelWeights { get; set; }

        private IEnumerable<string> LossProblems()
        {
            foreach (var problem in Missing((nameof(Loss), Loss)).Concat(Undefined(ClassWeighting)).Concat(Undefined(LabelWeighting)).Concat(Loss?.Problems() ?? [])) yield return problem;
            if (EffectiveNumberBeta is not (>= 0 and < 1)) yield return $"EffectiveNumberBeta must be at least 0 and below 1. Received: {EffectiveNumberBeta}.";
            foreach (var (setting, weights) in new[] { (nameof(ClassWeights), ClassWeights), (nameof(LabelWeights), LabelWeights) })
                foreach (var (name, weight) in weights ?? new Dictionary<string, double>())
                    if (!(weight >= 0) || double.IsInfinity(weight)) yield return $"{setting} must be at least 0 and finite. Received: {weight} for '{name}'.";
        }
    }
}
