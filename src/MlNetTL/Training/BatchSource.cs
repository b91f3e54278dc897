using MlNetTL.Backbones;
using MlNetTL.Scoring;
using MlNetTL.Training.Sampling;
using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Makes batches for the network: pixels read from the store, augmented on the device, normalised; and their labels.</summary>
/// <param name="rows">The rows.</param>
/// <param name="input">Turns pixels into the network's input.</param>
/// <param name="device">The device.</param>
internal sealed class BatchSource(ImageRows rows, NetworkInput input, Device device) : IBatches
{
    public ImageRows Rows => rows;

    public (Tensor Inputs, Tensor Labels) Load(int[] batch)
    {
        using var pixels = Pixels(batch);
        return (input.Normalise(pixels), Labels(batch));
    }

    public (Tensor Inputs, Tensor Labels) LoadAugmented(DrawnBatch batch, AugmentationPolicy? policy, long seed, int epoch)
    {
        if (policy is null) return Load(batch.Rows);
        using var pixels = Pixels(batch.Rows);
        using var augmented = policy.Apply(pixels, seed, epoch, batch.Draws);
        return (input.Normalise(augmented), Labels(batch.Rows));
    }

    public Tensor Logits(Backbone network, Tensor inputs) => network.forward(inputs);

    /// <summary>The labels of a batch.</summary>
    public Tensor Labels(int[] batch)
    {
        var width = rows.Labels[batch[0]].Length;
        return tensor(batch.SelectMany(row => rows.Labels[row]).ToArray(), [batch.Length, width], device: device);
    }

    private Tensor Pixels(int[] batch) => input.Pixels(batch.Length, (i, destination) => rows.Pixels.CopyTo(rows.PixelRows[batch[i]], destination));
}
