using System.Diagnostics;
using MlNetTL.Backbones;
using MlNetTL.Training.Tasks;
using MlNetTL.Transforms;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Trains a network: epochs of shuffled batches, validation after each, the best weights restored at the end.</summary>
internal sealed class TrainingLoop(
    Backbone network, LearningTask task, IReadOnlyList<string> labelNames, ImageTransferLearningTrainer.Options options, int seed, AugmentationPolicy? augmentation, FitProgress progress, Action<string> warn)
{
    private readonly string _phase = options.FreezeBackbone ? "head" : "all";
    private readonly Stopwatch _clock = new();
    private ValidationMetric _metric = options.Metric == ValidationMetric.Default ? task.DefaultMetric : options.Metric;

    /// <summary>Trains, and tells the best epoch.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows; null trains all epochs and keeps the last.</param>
    /// <param name="classWeights">What the task gave for the training rows.</param>
    public EpochMetrics Run(BatchSource train, BatchSource? validation, Tensor? classWeights)
    {
        var cancel = options.CancellationToken;
        TrainOnlyWhatIsNotFrozen();
        using var optimizer = options.Optimizer.Create(network.parameters().Where(parameter => parameter.requires_grad), options.LearningRate);
        using var best = new BestWeights();
        var stopping = new Stopping(options.Patience, options.MinimumImprovement);
        EpochMetrics? bestEpoch = null;
        _clock.Restart();
        for (var epoch = 1; epoch <= options.Epochs && !stopping.HasStalled; epoch++)
        {
            var started = _clock.Elapsed;
            var (loss, images) = TrainOneEpoch(train, optimizer, classWeights, epoch, validation is not null, cancel);
            var speed = images / (_clock.Elapsed - started).TotalSeconds;
            var scores = validation is null ? null : Evaluate(validation, classWeights, epoch, cancel);
            var isBest = scores is null || stopping.Take(Figure(scores), scores.Loss);
            if (isBest && scores is not null) best.Keep(network);
            var metrics = new EpochMetrics(_phase, epoch, options.LearningRate, loss, scores?.Loss, MetricName, scores is null ? null : Reported(scores), isBest, _clock.Elapsed - started, speed);
            if (isBest) bestEpoch = metrics;
            progress.Report(metrics);
        }
        best.RestoreInto(network);
        network.eval();
        return bestEpoch!;
    }

    private string MetricName => _metric switch { ValidationMetric.Loss => "Loss", ValidationMetric.Accuracy => "Accuracy", _ => "AUC" };

    // A frozen part keeps its weights, and in eval() its batch-norm statistics too.
    private void TrainOnlyWhatIsNotFrozen()
    {
        if (!options.FreezeBackbone) return;
        foreach (var module in network.Stages.Where(stage => stage.Name != "head").SelectMany(stage => stage.Modules))
            foreach (Parameter parameter in module.parameters()) parameter.requires_grad = false;
    }

    private void EnterTraining()
    {
        network.train();
        if (!options.FreezeBackbone) return;
        foreach (var module in network.Stages.Where(stage => stage.Name != "head").SelectMany(stage => stage.Modules)) module.eval();
    }

    private (double Loss, int Images) TrainOneEpoch(BatchSource train, optim.Optimizer optimizer, Tensor? classWeights, int epoch, bool validates, CancellationToken cancel)
    {
        EnterTraining();
        double sum = 0;
        int done = 0, number = 0;
        foreach (var batch in BatchOrder.Shuffled(train.Rows.Count, options.BatchSize, seed, epoch, options.DropLastBatch))
        {
            cancel.ThrowIfCancellationRequested();
            progress.CheckAlive();
            using var scope = NewDisposeScope();
            var (images, labels) = train.LoadAugmented(batch, augmentation, seed, epoch);
            optimizer.zero_grad();
            var loss = task.Loss(network.forward(images), labels, classWeights);
            var value = loss.item<float>();
            number++;
            if (!float.IsFinite(value)) throw new TrainingDivergedException(epoch, number, value, options.LearningRate);
            loss.backward();
            optimizer.step();
            sum += value * batch.Length;
            done += batch.Length;
            Report(TrainingStage.Training, epoch, done, train.Rows.Count, sum / done, validates);
        }
        return (sum / done, done);
    }

    private ValidationScores Evaluate(BatchSource validation, Tensor? classWeights, int epoch, CancellationToken cancel)
    {
        network.eval();
        using var quiet = inference_mode(true);
        using var all = NewDisposeScope();
        var logits = new List<Tensor>();
        var labels = new List<Tensor>();
        foreach (var batch in BatchOrder.InOrder(validation.Rows.Count, options.BatchSize))
        {
            cancel.ThrowIfCancellationRequested();
            progress.CheckAlive();
            using var scope = NewDisposeScope();
            var (images, truth) = validation.Load(batch);
            logits.Add(network.forward(images).MoveToOuterDisposeScope());
            labels.Add(truth.MoveToOuterDisposeScope());
            Report(TrainingStage.Validating, epoch, batch[^1] + 1, validation.Rows.Count, double.NaN, validates: true);
        }
        var joined = cat(logits);
        var loss = task.Loss(joined, cat(labels), classWeights).item<float>();
        if (!float.IsFinite(loss)) throw new TrainingDivergedException(epoch, 0, loss, options.LearningRate);
        var rows = Rows(joined);
        return new(loss, task.AreaUnderRocCurve(labelNames, rows, validation.Rows.Labels), task.Accuracy(rows, validation.Rows.Labels));
    }

    private static float[][] Rows(Tensor logits)
    {
        using var flat = logits.cpu().contiguous();
        return [.. flat.data<float>().ToArray().Chunk((int)logits.shape[1])];
    }

    // Higher is better. A figure that is not defined (a validation set with one class) gives way to the loss, for the whole fit.
    private double Figure(ValidationScores scores)
    {
        if (double.IsNaN(Reported(scores)))
        {
            warn($"{MetricName} is not defined on the validation rows, which have one class only: the best epoch is chosen by the loss instead.");
            _metric = ValidationMetric.Loss;
        }
        return _metric == ValidationMetric.Loss ? -scores.Loss : Reported(scores);
    }

    private double Reported(ValidationScores scores) => _metric switch { ValidationMetric.Loss => scores.Loss, ValidationMetric.Accuracy => scores.Accuracy, _ => scores.AreaUnderRocCurve };

    // Validation costs about a third of training an image: a forward pass without a backward one.
    private void Report(TrainingStage stage, int epoch, int done, int total, double loss, bool validates)
    {
        var trainShare = validates ? 0.9 : 1;
        var withinEpoch = stage == TrainingStage.Training ? trainShare * done / total : trainShare + (1 - trainShare) * done / total;
        var share = (epoch - 1 + withinEpoch) / options.Epochs;
        var remaining = share > 0 ? _clock.Elapsed * ((1 - share) / share) : (TimeSpan?)null;
        progress.Report(new TrainingProgress(stage, epoch, options.Epochs, done, total, loss, _clock.Elapsed, remaining));
    }

    private sealed record ValidationScores(double Loss, double AreaUnderRocCurve, double Accuracy);
}
