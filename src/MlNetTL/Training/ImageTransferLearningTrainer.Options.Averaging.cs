namespace MlNetTL.Training;

public sealed partial class ImageTransferLearningTrainer
{
    // The average of the weights over the steps.
    public sealed partial class Options
    {
        /// <summary>Keeps the exponential moving average of the weights: after each step, average = d · average + (1 - d) · weights, with this d, above 0 and below 1. Validation, the best epoch and
        /// the trained model take the average; training goes on with the weights themselves. Null: no average.</summary>
        /// <remarks>0.999 averages over about the last 1,000 steps. The running statistics of batch normalisation are averaged with the weights and whole numbers copied, as timm's ModelEmaV3 does.</remarks>
        public double? AveragingDecay { get; set; }

        /// <summary>Whether the n-th step, from 1, takes min(<see cref="AveragingDecay"/>, (1 + n) / (10 + n)), the rule of TensorFlow's ExponentialMovingAverage with num_updates: without it, the
        /// average of a short fit is still near its first weights.</summary>
        public bool AveragingWarmup { get; set; } = true;

        private IEnumerable<string> AveragingProblems()
        {
            if (AveragingDecay is not (null or (> 0 and < 1))) yield return $"AveragingDecay must be above 0 and below 1, or null. Received: {AveragingDecay}.";
        }
    }
}
