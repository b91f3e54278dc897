using MlNetTL.Backbones;
using MlNetTL.Training.Sampling;
using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Batches of rows whose features before the head are computed already, [rows, features], on the device.</summary>
internal sealed class FeatureBatches(BatchSource source, Tensor features) : IBatches, IDisposable
{
    public ImageRows Rows => source.Rows;

    /// <summary>Runs the body of a network, in eval(), over all rows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="source">The rows.</param>
    /// <param name="batchSize">Rows a batch.</param>
    /// <param name="report">Is told of each batch how many rows are done, and may stop the work by throwing.</param>
    public static FeatureBatches Compute(Backbone network, BatchSource source, int batchSize, Action<int> report)
    {
        network.eval();
        // Not inference_mode: what is made there can never take part in a gradient.
        using var quiet = no_grad();
        Tensor? all = null;
        try
        {
            foreach (var batch in BatchOrder.InOrder(source.Rows.Count, batchSize))
            {
                using var scope = NewDisposeScope();
                var features = network.Features(source.Load(batch).Inputs);
                all ??= empty([source.Rows.Count, features.shape[1]], features.dtype, features.device).DetachFromDisposeScope();
                all.narrow(0, batch[0], batch.Length).copy_(features);
                report(batch[^1] + 1);
            }
            return new(source, all!);
        }
        catch
        {
            all?.Dispose();
            throw;
        }
    }

    public (Tensor Inputs, Tensor Labels) Load(int[] batch)
    {
        using var rows = tensor([.. batch.Select(row => (long)row)], device: features.device);
        return (features.index_select(0, rows), source.Labels(batch));
    }

    public (Tensor Inputs, Tensor Labels) LoadAugmented(DrawnBatch batch, AugmentationPolicy? policy, long seed, int epoch) => policy is null
        ? Load(batch.Rows)
        : throw new InvalidOperationException("Features that are computed once must be of images that are not augmented.");

    public Tensor Logits(Backbone network, Tensor inputs) => network.Classify(inputs);

    public void Dispose() => features.Dispose();
}
