using MlNetTL.Backbones;
using MlNetTL.Training.Losses;
using MlNetTL.Training.Mixing;
using MlNetTL.Training.Sampling;
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
/// <param name="lossOptions">The loss as it began for the fit.</param>
/// <param name="average">Takes in the weights after each step; null for none.</param>
internal sealed class TrainingStep(
    Backbone network, LearningTask task, TrainedStages stages, ImageTransferLearningTrainer.Options options, int seed, AugmentationPolicy? augmentation, Tensor? classWeights, LossOptions lossOptions,
    WeightAverage? average)
{
    /// <summary>Takes a step, and tells the mean loss of its rows.</summary>
    /// <param name="rows">Where the batch comes from.</param>
    /// <param name="batch">Its rows and their draws.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="number">The step's number in it, from 1, for messages.</param>
    /// <exception cref="TrainingDivergedException">The loss is not finite; no weight was changed.</exception>
    public float Take(IBatches rows, DrawnBatch batch, int epoch, int number)
    {
        using var scope = NewDisposeScope();
        var (inputs, labels) = rows.LoadAugmented(batch, augmentation, seed, epoch);
        network.Noise = new DropNoise(seed, epoch, batch.Draws);
        stages.Optimizer.zero_grad();
        var targets = task.TargetsIn(epoch, labels);
        var loss = Loss(rows, options.Mixing?.Mix(inputs, targets, seed, epoch, batch.Draws[0]) ?? new MixedBatch(inputs, targets));
        var value = loss.item<float>();
        if (!float.IsFinite(value)) throw new TrainingDivergedException(epoch, number, value, options.LearningRate);
        loss.backward();
        ClipGradients();
        stages.Optimizer.step();
        lossOptions.TrainedVariables?.Step();
        average?.Take(network);
        return value;
    }

    // An auxiliary head that trains is part of the body, so that the inputs are images then.
    private Tensor Loss(IBatches rows, MixedBatch batch)
    {
        var (logits, auxiliary) = stages.TrainsAuxiliary ? network.TrainingLogits(batch.Inputs) : (rows.Logits(network, batch.Inputs), null);
        var loss = batch.Loss(labels => task.Loss(logits, labels, classWeights, lossOptions));
        return auxiliary is null ? loss : loss + network.AuxiliaryWeight * batch.Loss(labels => task.Loss(auxiliary, labels, classWeights, lossOptions));
    }

    private void ClipGradients()
    {
        if (options.AdaptiveGradientClipping is { } clipping) new AdaptiveGradientClipping(clipping).Clip(stages.Clipped);
        if (options.GradientClipping is { } length) new GradientClipping(length).Clip(stages.Trained);
    }
}
