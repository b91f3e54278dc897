using System.Diagnostics;
using MlNetTL.Backbones;
using MlNetTL.Interop;
using MlNetTL.Scoring;
using MlNetTL.Training.Optimizers;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>What one training step costs: forward, backward, and the optimiser's step, of the whole network.</summary>
/// <param name="Images">The images of the step.</param>
/// <param name="Seconds">Its time.</param>
/// <param name="Bytes">How far the process's memory rose: gradients, the optimiser's state and activations, but not the parameters, which were there before. Null where
/// the system does not tell, as on a GPU.</param>
internal sealed record StepCost(int Images, double Seconds, long? Bytes)
{
    private const int PilotImages = 2;
    private static readonly TimeSpan s_longStep = TimeSpan.FromSeconds(15);

    /// <summary>Takes a step of two images, then one or two of a whole batch. The network is changed by them.</summary>
    /// <param name="network">The network, on its device, with a head for the task.</param>
    /// <param name="input">Turns pixels into its input.</param>
    /// <param name="data">The rows.</param>
    /// <param name="settings">The optimiser, its learning rate and the size of a batch.</param>
    /// <param name="device">The device.</param>
    /// <param name="cancel">Stops between steps.</param>
    /// <exception cref="InsufficientMemoryException">A step of two images says that a whole one would not fit into memory, where Linux would end the process.</exception>
    public static StepCost Measure(
        Backbone network, NetworkInput input, TaskRows data, (OptimizerOptions Optimizer, double LearningRate, int BatchSize) settings, Device device, CancellationToken cancel)
    {
        network.train();
        using var optimizer = settings.Optimizer.Create([new([.. network.parameters()], settings.LearningRate)], totalSteps: 3);
        var source = new BatchSource(data.Rows, input, device);
        var batch = BatchOrder.Shuffled(data.Rows.Count, settings.BatchSize, seed: 0, epoch: 1).First();
        var isOnCpu = device.type == TorchSharp.DeviceType.CPU;
        var memory = isOnCpu ? PeakMemory.Watch() : null;
        // The first step makes gradients and the optimiser's state, too. With two images it is quick, and tells whether a whole batch can be dared.
        var pilot = batch.Take(PilotImages).ToArray();
        Take(pilot);
        if (memory?.Rise is { } rise) RequireRoom(rise, (1 + settings.Optimizer.Moments) * sizeof(float) * network.parameters().Sum(parameter => parameter.NumberOfElements), pilot.Length, batch.Length, PeakMemory.Available());
        cancel.ThrowIfCancellationRequested();
        var time = Take(batch);
        cancel.ThrowIfCancellationRequested();
        // The first of its size pays for fresh memory, as later steps do not.
        if (time < s_longStep) time = TimeSpan.FromTicks(Math.Min(time.Ticks, Take(batch).Ticks));
        return new(batch.Length, time.TotalSeconds, memory?.Rise);

        TimeSpan Take(int[] rows)
        {
            var clock = Stopwatch.StartNew();
            using var scope = NewDisposeScope();
            var (images, labels) = source.Load(rows);
            optimizer.zero_grad();
            var (logits, auxiliary) = network.TrainingLogits(images);
            var loss = data.Task.Loss(logits, labels, null);
            if (auxiliary is not null) loss = loss + network.AuxiliaryWeight * data.Task.Loss(auxiliary, labels, null);
            loss.backward();
            optimizer.step();
            // A GPU is still at work until a value is asked for.
            if (!isOnCpu) cuda.synchronize(device);
            return clock.Elapsed;
        }
    }

    /// <summary>Refuses a step that would not fit into memory.</summary>
    /// <param name="rise">How far memory rose in a step of a few images.</param>
    /// <param name="once">The bytes of gradients and of the optimiser's state, which are there once, while activations grow with the images.</param>
    /// <param name="pilot">The images of that step.</param>
    /// <param name="batch">The images of a whole one.</param>
    /// <param name="available">The memory that is free.</param>
    internal static void RequireRoom(long rise, long once, int pilot, int batch, long available)
    {
        var needed = (rise - Math.Min(rise, once)) * (batch - pilot) / pilot;
        if (needed > available)
            throw new InsufficientMemoryException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"Out of memory: a step of {batch} images needs about {needed / 1e9:f1} GB more, and {available / 1e9:f1} GB are free. Use a smaller batch or image size."));
    }
}
