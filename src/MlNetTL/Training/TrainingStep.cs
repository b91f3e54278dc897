using MlNetTL.Backbones;
using MlNetTL.Training.Mixing;
using MlNetTL.Training.Sampling;
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
/// <param name="losses">What is made small in which epoch.</param>
/// <param name="average">Takes in the weights after each step; null for none.</param>
internal sealed class TrainingStep(
    Backbone network, LearningTask task, TrainedStages stages, ImageTransferLearningTrainer.Options options, int seed, AugmentationPolicy? augmentation, EpochLosses losses,
    WeightAverage? average)
{
    /// <summary>What it computes in.</summary>
    public TrainingPrecision Precision { get; set; }

    /// <summary>The epoch whose targets are trained on, where it is not the one whose rows are drawn.</summary>
    public int? TargetsOf { get; init; }

    /// <summary>Takes a step, and tells the mean loss of its rows.</summary>
    /// <param name="rows">Where they come from.</param>
    /// <param name="batch">The rows of the step and their draws.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="number">The step's number in it, from 1, for messages.</param>
    /// <exception cref="TrainingDivergedException">The loss is not finite; no weight was changed.</exception>
    public float Take(IBatches rows, DrawnBatch batch, int epoch, int number)
    {
        using var scope = NewDisposeScope();
        stages.Optimizer.zero_grad();
        var parts = GradientAccumulation.Parts(batch, options.BatchSize, options.AccumulationSteps);
        var gradients = new GradientAccumulation(parts.Count);
        foreach (var part in parts) Backward(rows, part, epoch, number, gradients);
        var variables = losses.LossIn(TargetsOf ?? epoch).TrainedVariables;
        var value = gradients.Finish(stages.Trained.Concat(variables?.State.Values ?? []));
        ClipGradients();
        stages.Optimizer.step();
        variables?.Step();
        average?.Take(network);
        return value;
    }

    /// <summary>Goes forward and backward through some rows and leaves their gradients, but no weight, changed. Mixed images have their partners among these rows.</summary>
    public void Backward(IBatches rows, DrawnBatch part, int epoch, int number, GradientAccumulation gradients)
    {
        using var scope = NewDisposeScope();
        var (inputs, labels) = rows.LoadAugmented(part, augmentation, seed, epoch);
        network.Noise = new DropNoise(seed, epoch, part.Draws);
        var taught = TargetsOf ?? epoch;
        var targets = task.TargetsIn(taught, labels);
        var batch = options.Mixing?.Mix(inputs, targets, seed, epoch, part.Draws[0]) ?? new MixedBatch(inputs, targets);
        using var pass = ForwardPass.Of(network, stages, batch.Inputs, (Precision, options.ActivationCheckpointing), rows.Logits);
        var loss = Loss(taught, pass, batch);
        var value = loss.item<float>();
        if (!float.IsFinite(value)) throw new TrainingDivergedException(epoch, number, value, stages.HeadRate);
        // The partners' labels are the same ones in another order, and weigh as much.
        gradients.Add(loss, value, () => task.WeightOf(targets, losses.WeightsIn(taught)), pass.Backward);
    }

    /// <summary>Leaves no gradient behind.</summary>
    public void ForgetGradients()
    {
        network.zero_grad();
        foreach (var variable in losses.State.Values) variable.grad = null;
    }

    private Tensor Loss(int epoch, ForwardPass pass, MixedBatch batch)
    {
        var loss = LossOf(pass.Logits);
        return pass.Auxiliary is { } auxiliary ? loss + network.AuxiliaryWeight * LossOf(auxiliary) : loss;

        Tensor LossOf(Tensor logits) => batch.Loss(labels => task.Loss(logits, labels, losses.WeightsIn(epoch), losses.LossIn(epoch)));
    }

    private void ClipGradients()
    {
        if (options.AdaptiveGradientClipping is { } clipping) new AdaptiveGradientClipping(clipping).Clip(stages.Clipped);
        if (options.GradientClipping is { } length) new GradientClipping(length).Clip(stages.Trained);
    }
}
