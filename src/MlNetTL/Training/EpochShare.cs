namespace MlNetTL.Training;

/// <summary>How much of a fit is done: epochs count by their cost, which grows where stages join.</summary>
/// <param name="costs">The cost of each epoch, in any unit.</param>
internal sealed class EpochShare(IReadOnlyList<double> costs)
{
    // Validation costs about a third of training an image: a forward pass without a backward one. There are fewer images, too.
    private const double TrainingShare = 0.9;

    private readonly double _total = costs.Sum();

    /// <summary>The share that is done, 0 to 1.</summary>
    /// <param name="stage">What is being done.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="part">How much of this stage is done, 0 to 1.</param>
    /// <param name="validates">Whether validation follows training.</param>
    public double Of(TrainingStage stage, int epoch, double part, bool validates)
    {
        var training = validates ? TrainingShare : 1;
        var within = stage == TrainingStage.Training ? training * part : training + (1 - training) * part;
        return (costs.Take(epoch - 1).Sum() + costs[epoch - 1] * within) / _total;
    }
}
