using MlNetTL.Training.Rules;

namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // Settings that a rule chooses for the data.
    public sealed partial class Options
    {
        /// <summary>Sets optimiser, rates, schedule, phases and batch by <see cref="DataSizeRule"/>; state what shall differ after it. Its augmentation stands in the chain:
        /// <see cref="TrainingRule.Augmentation"/>.</summary>
        /// <param name="trainingImages">How many images are trained on; at least 2.</param>
        /// <returns>These options.</returns>
        public Options ForDataSize(int trainingImages) => DataSizeRule.For(trainingImages, Weights is not null, Backbone).ApplyTo(this);

        /// <summary>Sets optimiser, rates, schedule, phases and batch by Big Transfer's <see cref="HyperRule"/>; state what shall differ after it.</summary>
        /// <param name="trainingImages">How many images are trained on; at least 2.</param>
        /// <param name="height">The height of the images as they were taken, in pixels.</param>
        /// <param name="width">Their width.</param>
        /// <returns>These options.</returns>
        public Options ForHyperRule(int trainingImages, int height, int width) => HyperRule.For(trainingImages, height, width).ApplyTo(this);
    }
}
