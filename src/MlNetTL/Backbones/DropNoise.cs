using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>What dropout and stochastic depth draw from in one training step: numbers that hang on (seed, epoch, row), so that neither the composition of a
/// batch nor the number of threads nor another fit in the same process changes them.</summary>
/// <param name="Seed">The seed of the fit.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Rows">The rows of the batch, in its order.</param>
internal sealed record DropNoise(long Seed, int Epoch, IReadOnlyList<long> Rows)
{
    /// <summary>0 or 1 / (1 - rate) for each row and feature: [rows, features].</summary>
    /// <param name="layer">Which dropout of the network it is, counted from the image; its numbers are its own.</param>
    /// <param name="rows">The number of rows of the tensor, which must be that of <see cref="Rows"/>.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="rate">The share that is dropped.</param>
    /// <param name="device">Where the mask is needed.</param>
    public Tensor Mask(int layer, long rows, int features, double rate, Device device)
    {
        if (rows != Rows.Count) throw new ArgumentException($"The noise must be for as many rows as the batch has. Expected: {Rows.Count}. Received: {rows}.");
        var kept = (float)(1 / (1 - rate));
        var values = new float[rows * features];
        for (var i = 0; i < rows; i++)
        {
            var random = new RowRandom(Seed, $"drop {layer}", Epoch, Rows[i]);
            foreach (ref var value in values.AsSpan(i * features, features)) value = random.NextDouble() < rate ? 0 : kept;
        }
        return tensor(values, [rows, features], device: device);
    }
}
