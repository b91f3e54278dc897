using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Schedules;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // The steps: how each changes the weights, how many there are, and which epoch is kept.
    public sealed partial class Options
    {
        /// <summary>The optimiser: <see cref="Sgd"/>, <see cref="Adam"/>, <see cref="AdamW"/> or <see cref="CoolMomentum"/>.</summary>
        public OptimizerOptions Optimizer { get; set; } = new Adam();

        /// <summary>How the learning rates change from step to step: <see cref="FlatSchedule"/>, <see cref="CosineSchedule"/>, <see cref="ExponentialSchedule"/>, <see cref="StepSchedule"/> or
        /// <see cref="PlateauSchedule"/>, each after a linear warm-up if it has one. It multiplies each stage's own rate.</summary>
        public ScheduleOptions Schedule { get; set; } = new FlatSchedule();

        /// <summary>Clips the gradients of all that trains, as one vector, to this length, as PyTorch's <c>clip_grad_norm_</c> does; above 0. With <see cref="AdaptiveGradientClipping"/>, after it.
        /// Null: no clipping.</summary>
        public double? GradientClipping { get; set; }

        /// <summary>Clips the gradient of each unit to this share of the length of its weights, the head's excepted (adaptive gradient clipping, Brock et al., 2021). Null: no clipping. NF-ResNets are
        /// trained with 0.01.</summary>
        public double? AdaptiveGradientClipping { get; set; }

        /// <summary>The learning rate; above 0.</summary>
        public double LearningRate { get; set; } = 1e-4;

        /// <summary>Images that go through the network at once; at least 2, since batch-norm needs two. A step takes <see cref="AccumulationSteps"/> times as many.</summary>
        public int BatchSize { get; set; } = 32;

        /// <summary>Leaves the last step of an epoch out where it has fewer images than the others (other rows in each epoch), as PyTorch's <c>drop_last</c> does.</summary>
        public bool DropLastBatch { get; set; }

        /// <summary>Trains until convergence: stops when the metric has not improved for so many epochs. Null runs all epochs. The best weights are restored in either case.</summary>
        /// <remarks><see cref="CoolMomentum"/> cools over all epochs, which are run whatever this says.</remarks>
        public int? Patience { get; set; }

        /// <summary>The least change of the metric that counts as an improvement for <see cref="Patience"/>.</summary>
        public double MinimumImprovement { get; set; }

        /// <summary>The figure by which the best epoch is chosen.</summary>
        public ValidationMetric Metric { get; set; }

        private IEnumerable<string> StepsProblems()
        {
            foreach (var problem in Missing((nameof(Optimizer), Optimizer), (nameof(Schedule), Schedule)).Concat(Undefined(Metric))) yield return problem;
            foreach (var problem in (Optimizer?.Problems() ?? []).Concat(Schedule?.Problems() ?? [])) yield return problem;
            if (Schedule is { NeedsValidation: true } && !HasValidation)
                yield return "PlateauSchedule needs validation rows. Received: no ValidationSet and ValidationFraction 0. Hold out a fraction, or choose another Schedule.";
            if (GradientClipping is { } length && (!(length > 0) || double.IsInfinity(length))) yield return $"GradientClipping must be above 0 and finite, or null. Received: {length}.";
            if (AdaptiveGradientClipping is { } clipping && (!(clipping > 0) || double.IsInfinity(clipping))) yield return $"AdaptiveGradientClipping must be above 0 and finite, or null. Received: {clipping}.";
            if (!(LearningRate > 0) || double.IsInfinity(LearningRate)) yield return $"LearningRate must be above 0 and finite. Received: {LearningRate}.";
            if (BatchSize < 2) yield return $"BatchSize must be at least 2. Received: {BatchSize}.";
            if (Patience < 1) yield return $"Patience must be at least 1. Received: {Patience}.";
            if (!(MinimumImprovement >= 0) || double.IsInfinity(MinimumImprovement)) yield return $"MinimumImprovement must be at least 0 and finite. Received: {MinimumImprovement}.";
            if (Patience is not null && !HasValidation)
                yield return "Patience needs validation rows. Received: no ValidationSet and ValidationFraction 0. Hold out a fraction, or leave Patience null.";
        }
    }
}
