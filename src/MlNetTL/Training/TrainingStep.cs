using MlNetTL.Backbones;
using MlNetTL.Training.Tasks;
using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>One step of training: a batch forward, its loss backward, the weights changed.</summary>
/// <param name="network">The network.</param>
/// <param name="task">The task.</param>
/// <param name="stages">What trains.</param>
/// <param name="options">The settings.</param>
/// <param name="seed">The seed of the fit.</param>
/// <param name="augmentation">What is done to images; null for nothing.</param>
/// <param name="classWeights">What the task gave for the training rows.</param>
internal sealed class TrainingStep(
    Backbone network, LearningTask task, TrainedStages stages, ImageTransferLearningTrainer.Options options, int seed, AugmentationPolicy? augmentation, Tensor? classWeights)
{
    /// <summary>Takes a step, and tells the mean loss of its rows.</summary>
    /// <param name="rows">Where the batch comes from.</param>
    /// <param name="batch">Its rows.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="number">The step's number in it, from 1, for messages.</param>
    /// <exception cref="TrainingDivergedException">The loss is not finite; no weight was changed.</exception>
    public float Take(IBatches rows, int[] batch, int epoch, int number)
    {
        using var scope = NewDisposeScope();
        var (inputs, labels) = rows.LoadAugmented(batch, augmentation, seed, epoch);
        network.Noise = new DropNoise(seed, epoch, [.. batch.Select(row => (long)row)]);
        stages.Optimizer.zero_grad();
        var loss = Loss(rows, inputs, task.TargetsIn(epoch, labels));
        var value = loss.item<float>();
        if (!float.IsFinite(value)) throw new TrainingDivergedException(epoch, number, value, options.LearningRate);
        loss.backward();
        ClipGradients();
        stages.Optimizer.step();
        return value;
    }

    // An auxiliary head that trains is part of the body, so that the inputs are images then.
    private Tensor Loss(IBatches rows, Tensor inputs, Tensor labels)
    {
        var (logits, auxiliary) = stages.TrainsAuxiliary ? network.TrainingLogits(inputs) : (rows.Logits(network, inputs), null);
        var loss = task.Loss(logits, labels, classWeights, options.Loss);
        return auxiliary is null ? loss : loss + network.AuxiliaryWeight * task.Loss(auxiliary, labels, classWeights, options.Loss);
    }

    private void ClipGradients()
    {
        if (options.AdaptiveGradientClipping is { } clipping) new AdaptiveGradientClipping(clipping).Clip(stages.Clipped);
        if (options.GradientClipping is { } length) new GradientClipping(length).Clip(stages.Trained);
    }
}
