using MlNetTL.Backbones;
using MlNetTL.Training.Sampling;
using MlNetTL.Transforms;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Batches of rows, and what the network makes of them.</summary>
internal interface IBatches
{
    /// <summary>The rows.</summary>
    ImageRows Rows { get; }

    /// <summary>A batch as it is scored: not augmented.</summary>
    (Tensor Inputs, Tensor Labels) Load(int[] batch);

    /// <summary>A batch as it is trained on: fresh augmentations, which hang on (seed, epoch, draw).</summary>
    (Tensor Inputs, Tensor Labels) LoadAugmented(DrawnBatch batch, AugmentationPolicy? policy, long seed, int epoch);

    /// <summary>The logits of a batch.</summary>
    Tensor Logits(Backbone network, Tensor inputs);
}
