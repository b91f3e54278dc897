using MlNetTL.Backbones;
using MlNetTL.Training.Tasks;
using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>One step of training: its images forward, their loss backward, in one part or several, and the weights changed.</summary>
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
    private readonly ForwardPass _forward = new(network, stages);

    /// <summary>What it computes in.</summary>
    public TrainingPrecision Precision { get; set; }

    /// <summary>Takes a step, and tells the mean loss of its rows.</summary>
    /// <param name="rows">Where they come from.</param>
    /// <param name="batch">The rows of the step.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="number">The step's number in it, from 1, for messages.</param>
    /// <exception cref="TrainingDivergedException">The loss is not finite; no weight was changed.</exception>
    public float Take(IBatches rows, int[] batch, int epoch, int number)
    {
        using var scope = NewDisposeScope();
        stages.Optimizer.zero_grad();
        var parts = GradientAccumulation.Parts(batch, options.BatchSize, options.AccumulationSteps);
        var gradients = new GradientAccumulation(parts.Count);
        foreach (var part in parts) Backward(rows, part, epoch, number, gradients);
        var loss = gradients.Finish(stages.Trained);
        ClipGradients();
        stages.Optimizer.step();
        return loss;
    }

    /// <summary>Goes forward and backward through some rows and leaves their gradients, but no weight, changed.</summary>
    public void Backward(IBatches rows, int[] part, int epoch, int number, GradientAccumulation gradients)
    {
        using var scope = NewDisposeScope();
        var (inputs, labels) = rows.LoadAugmented(part, augmentation, seed, epoch);
        network.Noise = new DropNoise(seed, epoch, [.. part.Select(row => (long)row)]);
        var loss = Loss(rows, inputs, labels);
        var value = loss.item<float>();
        if (!float.IsFinite(value)) throw new TrainingDivergedException(epoch, number, value, options.LearningRate);
        gradients.Add(loss, value, () => task.WeightOf(labels, classWeights));
    }

    private Tensor Loss(IBatches rows, Tensor inputs, Tensor labels)
    {
        var (logits, auxiliary) = _forward.Run(inputs, Precision, rows.Logits);
        var loss = task.Loss(logits, labels, classWeights, options.Loss);
        return auxiliary is null ? loss : loss + network.AuxiliaryWeight * task.Loss(auxiliary, labels, classWeights, options.Loss);
    }

    private void ClipGradients()
    {
        if (options.AdaptiveGradientClipping is { } clipping) new AdaptiveGradientClipping(clipping).Clip(stages.Clipped);
        if (options.GradientClipping is { } length) new GradientClipping(length).Clip(stages.Trained);
    }
}
