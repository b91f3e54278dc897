using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Transforms;

/// <summary>Blackens whole channels, as a satellite's band that is missing, so that no single one is relied on: the spatial dropout of Tompson et al. 2015 on the input, without its scaling. Where a class
/// shows in one band only, its label becomes untrue; on colour images it makes colours that do not occur.</summary>
/// <param name="Rate">How often each channel is dropped, over 0 to below 1, independently of the others. Where all would be, one of them, any, stays.</param>
/// <param name="Probability">How often an image is changed, over 0 to 1.</param>
public sealed record BandDropout(double Rate = 0.1, double Probability = 1) : PhotometricAugmentation(Probability)
{
    private protected override IEnumerable<string> OwnProblems()
    {
        if (Rate is not (> 0 and < 1)) yield return $"The Rate of BandDropout must be over 0 and below 1. Received: {Rate}.";
    }

    internal override string? ProblemFor(int channels, int height, int width) =>
        channels > 1 ? null : "BandDropout needs images of at least 2 channels. Received: 1. Leave the step out.";

    private protected override Tensor Change(Tensor images, RowRandom[] randoms, double maximum)
    {
        var channels = (int)images.shape[1];
        bool[] kept = [.. randoms.SelectMany(random => Kept(random, channels))];
        return images.masked_fill_(tensor([.. kept.Select(keep => !keep)], [randoms.Length, channels, 1, 1], device: images.device), 0);
    }

    /// <summary>Which channels stay.</summary>
    internal bool[] Kept(RowRandom random, int channels)
    {
        // Always drawn, so that every channel has numbers of its own.
        var survivor = random.NextInt(channels);
        var kept = new bool[channels];
        for (var i = 0; i < channels; i++) kept[i] = random.NextDouble() >= Rate;
        if (!kept.Contains(true)) kept[survivor] = true;
        return kept;
    }
}
