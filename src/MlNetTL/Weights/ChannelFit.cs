using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>Fits the kernels of a first convolution to another number of image channels.</summary>
/// <remarks>
/// One rule holds both ways: where the channels of one image are those of another, repeated in turn, both give the same. So for fewer channels each new
/// kernel is the sum of those whose channels it stands for (all of them for one channel), and for more channels the kernels are repeated in turn, each
/// divided by the number of its copies. A grey image gives what it gave as three equal channels, and the size of the first activations stays what the next
/// layers were trained on.
/// </remarks>
internal static class ChannelFit
{
    /// <summary>The name of the gain beside a convolution whose kernels are standardised and scaled, as NF-ResNets have it.</summary>
    public static string GainOf(string weight) => weight[..^"weight".Length] + "gain";

    public static bool DifferOnlyInChannels(IReadOnlyList<long> given, long[] wanted) =>
        given.Count == 4 && wanted.Length == 4 && given[0] == wanted[0] && given[1] > 0 && given[2] == wanted[2] && given[3] == wanted[3];

    /// <summary>The kernels for a number of channels.</summary>
    /// <param name="kernels">[outputs, channels, height, width].</param>
    /// <param name="wanted">The number of channels.</param>
    public static Tensor Kernels(Tensor kernels, long wanted)
    {
        var given = kernels.shape[1];
        using var scope = NewDisposeScope();
        if (wanted <= given)
        {
            var turns = Enumerable.Range(0, (int)wanted).Select(channel => kernels.slice(1, channel, given, wanted).sum(1));
            return stack([.. turns], 1).MoveToOuterDisposeScope();
        }
        var turn = tensor(Enumerable.Range(0, (int)wanted).Select(channel => channel % given).ToArray());
        var copies = tensor(Enumerable.Range(0, (int)wanted).Select(channel => 1f / Copies(channel % given)).ToArray());
        return (kernels.index_select(1, turn) * copies.reshape(1, wanted, 1, 1)).MoveToOuterDisposeScope();

        long Copies(long channel) => (wanted - channel + given - 1) / given;
    }

    /// <summary>The same for kernels that are standardised to mean 0 and variance 1, and then scaled by a gain and by 1 / √fan-in (Brock et al., 2021,
    /// equation 3): the gain takes over what standardising would take away.</summary>
    /// <param name="kernels">[outputs, channels, height, width].</param>
    /// <param name="gain">[outputs, 1, 1, 1].</param>
    /// <param name="wanted">The number of channels.</param>
    /// <param name="epsilon">What the convolution adds to a kernel's variance.</param>
    /// <remarks>Without a gain (Big Transfer) a standardised kernel has its one size whatever is done to it. For a multiple of the channels all outputs then have
    /// one factor, 1 / copies, which the normalisation that follows takes out; for other numbers each output has its own, and it stays. One channel is no
    /// such case: that network keeps three, and reads a grey image three times.</remarks>
    public static (Tensor Kernels, Tensor Gain) Scaled(Tensor kernels, Tensor gain, long wanted, double epsilon)
    {
        using var scope = NewDisposeScope();
        var centred = kernels - kernels.mean([1, 2, 3], keepdim: true);
        var fitted = Kernels(centred, wanted);
        var growth = ((fitted.square().mean([1, 2, 3], keepdim: true) + epsilon) / (centred.square().mean([1, 2, 3], keepdim: true) + epsilon)).sqrt();
        var wider = Math.Sqrt((double)wanted / kernels.shape[1]);
        return (fitted.MoveToOuterDisposeScope(), (gain * growth * wider).MoveToOuterDisposeScope());
    }
}
