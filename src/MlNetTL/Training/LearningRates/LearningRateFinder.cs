using MlNetTL.Backbones;
using MlNetTL.Training.Sampling;
using MlNetTL.Training.Tasks;
using MlNetTL.Transforms;

namespace MlNetTL.Training.LearningRates;

/// <summary>Trains with a rate that rises from step to step, to see where the loss falls and where it runs away (Smith, 'Cyclical learning rates for training neural networks', 2017, section 3.3, in the
/// form of fastai's <c>lr_find</c>). The network is worthless afterwards.</summary>
internal sealed class LearningRateFinder(Backbone network, LearningTask task, IReadOnlyList<string> labelNames, ImageTransferLearningTrainer.Options options, int seed, AugmentationPolicy? augmentation,
    FitProgress progress)
{
    // fastai's: the smoothing of losses, and how much more than the least ends the search.
    private const double Smoothing = 0.98, TimesTheLeast = 4;

    /// <summary>Searches.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="search">How.</param>
    public LearningRateCurve Run(BatchSource train, LearningRateSearch search)
    {
        var plan = StagePlan.Of(options);
        search.Validate(plan.PhaseStarts.Count);
        var epoch = plan.PhaseStarts[search.Phase - 1];
        using var stages = new TrainedStages(network, plan, options.Optimizer, search.Steps);
        stages.Join(epoch);
        stages.EnterTraining();
        using var losses = new EpochLosses(task, options, labelNames, train.Rows.Labels, rowWeights: null, network.parameters().First().device);
        var step = new TrainingStep(network, task, stages, options, seed, augmentation, losses, average: null)
        {
            TargetsOf = epoch,
            // Of what is measured to be faster, the curve would be the same.
            Precision = PrecisionChoice.Unmeasured(options.Precision),
        };
        var points = new List<LearningRatePoint>();
        foreach (var (batch, round) in Batches(train.Rows.Count).Take(search.Steps))
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            progress.CheckAlive();
            var rate = search.RateOf(points.Count);
            stages.ScaleRates(epoch, rate / plan.LearningRateOf(epoch));
            if (Loss(step, train, batch, round, points.Count + 1) is not { } value) break;
            points.Add(new(rate, value, Smoothed(points, value)));
            progress.Report(new TrainingProgress(TrainingStage.Training, 1, 1, points.Count, search.Steps, value, TimeSpan.Zero, null));
            if (points[^1].Smoothed > TimesTheLeast * points.Min(point => point.Smoothed)) break;
        }
        return LearningRateCurve.Of(points, search);
    }

    // Every row once a round, whatever a fit draws.
    private IEnumerable<(DrawnBatch Batch, int Round)> Batches(int rows)
    {
        var order = new EpochRows(rows, weights: null, options.StepSize, options.DropLastBatch, seed);
        return Enumerable.Range(1, int.MaxValue).SelectMany(round => order.Of(round).Select(batch => (batch, round)));
    }

    // A loss that is no number is the search's end, not an error.
    private static double? Loss(TrainingStep step, BatchSource train, DrawnBatch batch, int round, int number)
    {
        try
        {
            return step.Take(train, batch, round, number);
        }
        catch (TrainingDivergedException)
        {
            return null;
        }
    }

    // An exponential average without its bias toward 0 (Kingma and Ba 2015, section 3).
    private static double Smoothed(List<LearningRatePoint> before, double loss)
    {
        var sum = 0.0;
        foreach (var value in before.Select(point => point.Loss).Append(loss)) sum = Smoothing * sum + (1 - Smoothing) * value;
        return sum / (1 - Math.Pow(Smoothing, before.Count + 1));
    }
}
