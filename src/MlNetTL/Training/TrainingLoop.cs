using System.Diagnostics;
using MlNetTL.Backbones;
using MlNetTL.Training.Checkpoints;
using MlNetTL.Training.Optimizers;
using MlNetTL.Training.Sampling;
using MlNetTL.Training.Schedules;
using MlNetTL.Training.Tasks;
using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Trains a network: epochs of shuffled batches, validation after each, the best weights restored at the end.</summary>
internal sealed class TrainingLoop(
    Backbone network, LearningTask task, IReadOnlyList<string> labelNames, ImageTransferLearningTrainer.Options options, int seed, AugmentationPolicy? augmentation, FitProgress progress,
    Action<string> info, Action<string> warn)
{
    private readonly StagePlan _plan = StagePlan.Of(options);
    private readonly int _onFeatures = StagePlan.Of(options).HeadOnlyFromTheStart(options.Epochs);
    private readonly Stopwatch _clock = new();
    private EpochShare _share = new([]);
    private ValidationMetric _metric = options.Metric == ValidationMetric.Default ? task.DefaultMetric : options.Metric;
    private ScheduledRates _rates = new(options.Schedule, default);
    private TrainingPosition _position = TrainingPosition.Start(ValidationMetric.Default);

    /// <summary>Trains, and tells the best epoch.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows; null trains all epochs and keeps the last.</param>
    /// <param name="keeper">Keeps checkpoints, and may have found one to go on from; null for none.</param>
    public EpochMetrics Run(BatchSource train, BatchSource? validation, CheckpointKeeper? keeper = null)
    {
        var stepsPerEpoch = BatchOrder.CountOf(train.Rows.Count, options.StepSize, options.DropLastBatch);
        var span = new ScheduleSpan((long)options.Epochs * stepsPerEpoch, stepsPerEpoch);
        _rates = new(options.Schedule, span, keeper?.Found?.Plateau, _plan.ScheduleStarts);
        if (options.Schedule.WarmupSteps >= _rates.ShortestSteps) warn($"The warm-up of {options.Schedule.WarmupSteps} steps takes the whole {(_rates.ShortestSteps == span.TotalSteps ? "fit" : "stretch between two starts of the schedule,")} of {_rates.ShortestSteps}: the learning rate never reaches {options.LearningRate}. Set WarmupSteps lower.");
        if (options is { AveragingDecay: { } kept, AveragingWarmup: false } && Math.Pow(kept, span.TotalSteps) is > 0.1 and var start)
            warn($"After all {span.TotalSteps} steps, {start:p0} of the average is still the first weights. Set AveragingDecay lower, or AveragingWarmup true.");
        using var stages = new TrainedStages(network, _plan, options.Optimizer, span.TotalSteps);
        if (options.Optimizer is CoolMomentum) Note($"CoolMomentum cools over all steps of the fit: {options.Epochs} epochs x {stepsPerEpoch} steps = {span.TotalSteps}.");
        using var best = new BestWeights();
        using var average = options.AveragingDecay is { } decay ? new WeightAverage(network, decay, options.AveragingWarmup) : null;
        var rowWeights = RowWeightsOf(train.Rows);
        using var losses = new EpochLosses(task, options, labelNames, train.Rows.Labels, rowWeights, network.parameters().First().device);
        var tensors = new TrainingTensors(network, stages.Optimizer, best, average, losses.State);
        var step = new TrainingStep(network, task, stages, options, seed, augmentation, losses, average);
        var order = new EpochRows(train.Rows.Count, rowWeights, options.StepSize, options.DropLastBatch, seed);
        var stopping = new Stopping(options.Optimizer.RunsAllSteps ? null : options.Patience, options.MinimumImprovement, keeper?.Found?.Stopping);
        Resume(keeper, stages, tensors);
        using var features = FeaturesFor(train, validation);
        step.Precision = PrecisionOf(train, order, features, stages, step);
        _share = new([.. Enumerable.Range(1, options.Epochs).Select(epoch => _plan.CostOf(epoch, features is not null && epoch <= _onFeatures))]);
        _clock.Restart();
        try
        {
            while (!_position.IsFinished) RunEpoch(train, validation, features, stages, step, order, tensors, stopping, losses.ReportedWeights, keeper);
        }
        catch (OperationCanceledException)
        {
            // Between two steps, or while validating: the network is whole either way.
            keeper?.Save(_position, tensors);
            throw;
        }
        if (best.State is null) average?.PutInto(network);
        best.RestoreInto(network);
        network.Noise = null;
        network.DropAuxiliary();
        network.eval();
        return _position.History.Last(epoch => epoch.IsBest);
    }

    private void RunEpoch(
        BatchSource train, BatchSource? validation, FrozenFeatures? features, TrainedStages stages, TrainingStep step, EpochRows order, TrainingTensors tensors, Stopping stopping, Tensor? reportedWeights,
        CheckpointKeeper? keeper)
    {
        var cancel = options.CancellationToken;
        var epoch = _position.Epoch;
        var started = _clock.Elapsed - TimeSpan.FromSeconds(_position.Seconds);
        // A phase that was under way is not begun again.
        var startsAnew = _plan.StartsAnewIn(epoch) && _position.Batches == 0;
        if (_plan.BeginsPhase(epoch) && _position.Batches == 0)
        {
            stages.Join(epoch);
            stopping.Forget();
            _rates.BeginPhase(epoch, startsAnew);
        }
        if (startsAnew)
        {
            // Without validation rows the first stage ends with its last average.
            if (tensors.Best.State is null) tensors.Average?.PutInto(network);
            tensors.Best.RestoreInto(network);
            tensors.Average?.StartAnew(network);
            stopping.StartAnew();
        }
        if (epoch > _onFeatures) features?.Dispose();
        var onFeatures = features is not null && epoch <= _onFeatures;
        TrainOneEpoch(onFeatures ? features!.Train : train, order, stages, step, validation is not null, position =>
        {
            _position = position with { Stopping = stopping.State, Plateau = _rates.Plateau, Seconds = (_clock.Elapsed - started).TotalSeconds };
            if (keeper is { IsDue: true }) keeper.Save(_position, tensors);
        }, cancel);
        var (loss, images) = (_position.LossSum / _position.Images, _position.Images);
        var speed = images / (_clock.Elapsed - started).TotalSeconds;
        var (scores, figure, isBest) = (default(ValidationScores), double.NaN, true);
        if (validation is not null)
        {
            using var loan = tensors.Average?.LendTo(network);
            scores = Validate(onFeatures ? features!.Validation! : validation, reportedWeights, epoch);
            figure = Figure(scores);
            isBest = stopping.Take(figure, scores.Loss);
            if (isBest) tensors.Best.Keep(network);
        }
        var metrics = new EpochMetrics(_plan.PhaseOf(epoch), epoch, _plan.LearningRateOf(epoch) * _rates.LastOf(epoch), loss, scores?.Loss, MetricName, scores is null ? null : Reported(scores), isBest, _clock.Elapsed - started, speed)
        {
            LearningRates = options.Schedule is FlatSchedule { WarmupSteps: 0 } && _plan.HasOneRate ? [] : [.. _rates.SamplesOf(epoch).Select(factor => _plan.LearningRateOf(epoch) * factor)],
        };
        if (scores is not null) _rates.Take(figure);
        var isLast = epoch == options.Epochs || stopping.HasStalled && _plan.IsComplete(epoch);
        _position = new(epoch + 1, 0, 0, 0, 0, [.. _position.History, metrics], stopping.State, _metric, isLast, _rates.Plateau, _position.Precision, _position.PrecisionReason);
        keeper?.Save(_position, tensors);
        progress.Report(metrics);
    }

    // Stages joined before the epoch at hand; the epoch itself lets its own join, unless it was under way.
    private void Resume(CheckpointKeeper? keeper, TrainedStages stages, TrainingTensors tensors)
    {
        if (keeper?.Found is not { } found) return;
        for (var epoch = 1; epoch < found.Epoch + (found.Batches > 0 ? 1 : 0); epoch++) stages.Join(epoch);
        keeper.Restore(tensors);
        (_position, _metric) = (found, found.Metric);
        info(found.IsFinished
            ? $"The checkpoint {keeper.Path} is of a fit that came to its end: nothing is trained. Delete it to train anew."
            : $"Training goes on from {keeper.Path}: epoch {found.Epoch}, {found.Batches} of its batches done.");
        foreach (var epoch in found.History) progress.Report(epoch);
    }

    private double[]? RowWeightsOf(ImageRows rows) => options.Sampling switch
    {
        RowSampling.ByLabel => task.BalancedRows(rows.Labels),
        RowSampling.ByColumn => RowWeights.Balancing(rows.BalancedBy!),
        _ => null,
    };

    private string MetricName => ValidationMetrics.NameOf(_metric);

    private void TrainOneEpoch(IBatches train, EpochRows order, TrainedStages stages, TrainingStep step, bool validates, Action<TrainingPosition> stepped, CancellationToken cancel)
    {
        stages.EnterTraining();
        var epoch = _position.Epoch;
        foreach (var batch in order.Of(epoch).Skip(_position.Batches))
        {
            cancel.ThrowIfCancellationRequested();
            progress.CheckAlive();
            stages.ScaleRates(epoch, _rates.FactorOf(epoch, _position.Batches));
            var loss = step.Take(train, batch, epoch, _position.Batches + 1);
            stepped(_position with { Batches = _position.Batches + 1, LossSum = _position.LossSum + loss * batch.Rows.Length, Images = _position.Images + batch.Rows.Length, Metric = _metric });
            Report(TrainingStage.Training, epoch, _position.Images, train.Rows.Count, _position.LossSum / _position.Images, validates);
        }
    }

    // Chosen once: a fit that goes on computes as it began.
    private TrainingPrecision PrecisionOf(BatchSource train, EpochRows order, FrozenFeatures? features, TrainedStages stages, TrainingStep step)
    {
        if (_position.Precision is { } chosen)
        {
            if (_position.PrecisionReason is { } kept) Note(kept);
            return chosen;
        }
        string? reason = null;
        var trainsHeadAlone = features is not null && Enumerable.Range(1, options.Epochs).All(_plan.IsHeadOnly);
        var precision = PrecisionChoice.Of(options.Precision, trainsHeadAlone, () =>
        {
            // The epochs that cost the most decide: a head alone would hardly go backward.
            using var gradients = stages.LendGradientsOf(_plan.WidestOf(options.Epochs));
            stages.EnterTraining();
            return PrecisionTrial.Run(network, train, step, GradientAccumulation.Parts(order.Of(epoch: 1).First(), options.BatchSize, options.AccumulationSteps)[0]);
        }, sentence => reason = sentence, warn);
        _position = _position with { Precision = precision, PrecisionReason = reason };
        if (reason is not null) Note(reason);
        return precision;
    }

    private void Note(string sentence)
    {
        info(sentence);
        options.NoteCallback?.Invoke(sentence);
    }

    private ValidationScores Validate(IBatches validation, Tensor? classWeights, int epoch)
    {
        var scores = new Validator(network, task, options.BatchSize).Score(validation, classWeights, done =>
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            progress.CheckAlive();
            Report(TrainingStage.Validating, epoch, done, validation.Rows.Count, double.NaN, validates: true);
        });
        return double.IsFinite(scores.Loss) ? scores : throw new TrainingDivergedException(epoch, 0, (float)scores.Loss, _plan.LearningRateOf(epoch) * _rates.LastOf(epoch));
    }

    // Higher is better. A figure that is not defined (a validation set with one class) gives way to the loss, for the whole fit.
    private double Figure(ValidationScores scores)
    {
        if (double.IsNaN(Reported(scores)))
        {
            warn($"{MetricName} is not defined on the validation rows, which have one class or one number only: the best epoch is chosen by the loss instead.");
            _metric = ValidationMetric.Loss;
        }
        return ValidationMetrics.IsLowerBetter(_metric) ? -Reported(scores) : Reported(scores);
    }

    private double Reported(ValidationScores scores) => scores.Of(_metric, task, labelNames);

    // With the body frozen and nothing augmented, each epoch would compute the same features again.
    private FrozenFeatures? FeaturesFor(BatchSource train, BatchSource? validation)
    {
        // Mixed features would be another method (Verma et al., 'Manifold mixup', 2019) than mixed images.
        if (options.Mixing is not null) return null;
        // The same on the way as from the start: a fit that goes on must compute what it would have computed.
        if (_onFeatures < 2 || augmentation is not null || _position.IsFinished || _position.Epoch > _onFeatures) return null;
        var images = train.Rows.Count + (validation?.Rows.Count ?? 0);
        var bytes = FrozenFeatures.BytesOf(network, images);
        if (bytes > options.MostFeatureBytes)
        {
            info($"The features of {images} images would take {bytes / 1e6:f0} MB, more than the {options.MostFeatureBytes / 1e6:f0} MB that are kept: each epoch computes them anew.");
            return null;
        }
        info($"The body is frozen and nothing is augmented: the features of {images} images ({bytes / 1e6:f1} MB) are computed once, and the head is trained on them for {_onFeatures} epochs.");
        return FrozenFeatures.Compute(network, train, validation, options.BatchSize, step =>
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            progress.CheckAlive();
            progress.Report(step with { Epochs = options.Epochs });
        });
    }

    private void Report(TrainingStage stage, int epoch, int done, int total, double loss, bool validates)
    {
        var share = _share.Of(stage, epoch, (double)done / total, validates);
        var remaining = share > 0 ? _clock.Elapsed * ((1 - share) / share) : (TimeSpan?)null;
        progress.Report(new TrainingProgress(stage, epoch, options.Epochs, done, total, loss, _clock.Elapsed, remaining));
    }
}
