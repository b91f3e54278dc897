using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Training.Mixing;

/// <summary>How two images of a batch become one: a row of <see cref="MixingTable"/> with its number. Each image has a partner, which a random order of the batch gives it, and its loss is
/// λ · loss(own label) + (1 - λ) · loss(partner's label), the form of both papers, for every task, loss and class weighting. One λ a batch is drawn from Beta(Alpha, Alpha).</summary>
/// <remarks>Images are mixed as the network gets them. Before or after the normalisation is the same: it is linear for each pixel, and so commutes with a mean of two images whose shares sum to 1 and with
/// a part that changes places. Order and λ hang on (seed, epoch, first draw of the batch).</remarks>
/// <param name="Alpha">Both parameters of the Beta distribution, above 0: near 0 an image stays as it is or becomes its partner, 1 draws every share alike, large values draw about half.</param>
public abstract record MixingOptions(double Alpha)
{
    /// <summary>What does not hold, a sentence each.</summary>
    internal IEnumerable<string> Problems()
    {
        if (!(Alpha > 0) || double.IsInfinity(Alpha)) yield return $"Alpha of {GetType().Name} must be above 0 and finite. Received: {Alpha}.";
    }

    /// <summary>Mixes a batch.</summary>
    /// <param name="inputs">Images, [rows, channels, height, width].</param>
    /// <param name="labels">Their labels, [rows, labels].</param>
    /// <param name="seed">The seed of the fit.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="draw">What names the batch in it: its first draw, which no other batch of the epoch has.</param>
    internal MixedBatch Mix(Tensor inputs, Tensor labels, long seed, int epoch, long draw)
    {
        var random = new RowRandom(seed, "mixing", epoch, draw);
        var share = BetaDraw.Next(ref random, Alpha);
        var order = Enumerable.Range(0, (int)inputs.shape[0]).Select(row => (long)row).ToArray();
        random.Shuffle<long>(order);
        using var partners = tensor(order, device: inputs.device);
        var (mixed, kept) = Blend(inputs, inputs.index_select(0, partners), share, ref random);
        return new(mixed, labels, labels.index_select(0, partners), kept);
    }

    /// <summary>Makes one batch of two, and tells the share of the first in what came of it.</summary>
    private protected abstract (Tensor Mixed, double Share) Blend(Tensor images, Tensor partners, double share, ref RowRandom random);
}
