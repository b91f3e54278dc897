using MlNetTL.Training.Losses;
using MlNetTL.Training.Tasks;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>What is made small in each epoch, and how much each class counts in it. Where the targets change within a fit, as they do between the two stages of a tree of labels, each stage counts its classes
/// among the rows that it trains on, and begins with loss variables of its own.</summary>
internal sealed class EpochLosses : IDisposable
{
    private readonly Stage[] _stages;

    /// <summary>Counts the classes of the training rows.</summary>
    /// <param name="task">The task.</param>
    /// <param name="options">The loss and the weights.</param>
    /// <param name="names">The label, the classes or the labels.</param>
    /// <param name="labels">The labels of the training rows.</param>
    /// <param name="rowWeights">How often each row is drawn, up to a factor; null: all alike.</param>
    /// <param name="device">Where the fit runs.</param>
    public EpochLosses(LearningTask task, ImageTransferLearningTrainer.Options options, IReadOnlyList<string> names, IReadOnlyList<float[]> labels, IReadOnlyList<double>? rowWeights, Device device)
    {
        _stages = [.. task.TargetStarts.Select(StageFrom)];

        Stage StageFrom(int epoch)
        {
            var targets = task.TargetsIn(epoch, labels);
            var weights = task.Weights(names, targets, options.ClassWeighting, options.ClassWeights);
            return new(epoch, (options.Loss ?? task.DefaultLoss).Begin(targets, rowWeights, device), weights is null ? null : tensor(weights, device: device).DetachFromDisposeScope());
        }
    }

    /// <summary>The loss of an epoch.</summary>
    public LossOptions LossIn(int epoch) => StageOf(epoch).Loss;

    /// <summary>The weights of classes in an epoch; null where all are 1.</summary>
    public Tensor? WeightsIn(int epoch) => StageOf(epoch).Weights;

    /// <summary>The weights by which rows that are not trained on are measured, in all epochs alike: those of the last stage, whose targets are the labels themselves.</summary>
    public Tensor? ReportedWeights => _stages[^1].Weights;

    /// <summary>What the losses train beside the network, by name; empty for nothing.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _stages
        .SelectMany((stage, i) => (stage.Loss.TrainedVariables?.State ?? new Dictionary<string, Tensor>()).Select(pair => (Name: i == 0 ? pair.Key : $"{pair.Key}.{i + 1}", pair.Value)))
        .ToDictionary(pair => pair.Name, pair => pair.Value);

    public void Dispose()
    {
        foreach (var stage in _stages)
        {
            stage.Loss.TrainedVariables?.Dispose();
            stage.Weights?.Dispose();
        }
    }

    private Stage StageOf(int epoch) => _stages.Last(stage => stage.From <= epoch);

    private sealed record Stage(int From, LossOptions Loss, Tensor? Weights);
}
