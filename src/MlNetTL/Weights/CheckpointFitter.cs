using MlNetTL.Backbones;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>Puts a checkpoint's values into a network: all of them but a head of another shape, the first convolution fitted to the number of image
/// channels.</summary>
public static class CheckpointFitter
{
    /// <summary>Loads a checkpoint into a network. Everything is checked before the first value changes.</summary>
    /// <param name="network">The network; tensors that the checkpoint does not give keep their values.</param>
    /// <param name="checkpoint">An open checkpoint of the same architecture, for any number of outputs and of image channels.</param>
    /// <param name="checkpointName">What to call it in messages and in the report.</param>
    /// <param name="use">What is taken: the values, or the mean and variance of each tensor.</param>
    /// <param name="seed">Decides the values that are drawn by mean and variance, tensor by tensor.</param>
    /// <remarks>
    /// <para>Where the channels of one image are those of another, repeated in turn, the fitted network gives the same for both: for fewer channels kernels
    /// are summed, for more they are repeated in turn, each divided by the number of its copies. This is exact where all channels are normalised alike
    /// (<see cref="Preprocessing.ForChannels"/> gives one channel the mean of the means; ImageNet's differ by up to .079, so that a grey image then differs from
    /// three equal channels by a shift of that size), and for standardised kernels without a gain (Big Transfer) on more than three channels up to a factor for
    /// each output.</para>
    /// <para>By mean and variance every parameter is drawn, the biases and the scales of normalisations like the weights: each is a tensor whose size the
    /// next layer relies on. Running statistics stay those of a fresh network, since they describe the activations of weights that are not there; the first
    /// convolution is fitted to the channels before its mean and variance are taken.</para>
    /// </remarks>
    /// <exception cref="InvalidDataException">The checkpoint belongs to another network (the message says which names are missing, left over or of
    /// another shape, and what it fits), or is damaged; only in the latter case may the network have changed.</exception>
    public static FitReport Fit(Backbone network, Checkpoint checkpoint, string checkpointName, PretrainedUse use = PretrainedUse.Values, long seed = 0)
    {
        var state = network.state_dict();
        var plan = new FitPlan(network, state, checkpoint);
        if (plan.Problems.Count > 0) throw new InvalidDataException(OtherNetwork(network, checkpoint, checkpointName, plan.Problems));
        var loaded = plan.Loaded;
        var leftNew = plan.LeftNew;
        if (use == PretrainedUse.MeanAndVariance)
        {
            var buffers = network.named_buffers().Select(buffer => buffer.name).ToHashSet();
            loaded = [.. plan.Loaded.Where(name => !buffers.Contains(name))];
            leftNew = [.. plan.LeftNew, .. plan.Loaded.Where(buffers.Contains)];
            foreach (var name in loaded) Draw(state[name], checkpoint.MomentsOf(name), seed, name);
        }
        else
            foreach (var name in loaded) checkpoint.CopyTo(name, state[name]);
        if (plan.Adapted.Count > 0) FitChannels(network, state, checkpoint, use, seed);
        return new(checkpointName, loaded.Count, plan.Adapted, leftNew, plan.Ignored, checkpoint.Naming, plan.GivenChannels, use);
    }

    private static string OtherNetwork(Backbone network, Checkpoint checkpoint, string checkpointName, IReadOnlyList<string> problems)
    {
        var likely = LikelyNetwork.Of(checkpoint, network.Architecture);
        return $"{checkpointName} is not a checkpoint of {network.Architecture}. Names {string.Join("; ", problems)}."
            + (checkpoint.Naming is { } naming ? $" (They were read as {naming}.)" : "")
            + (likely is null ? " Choose the backbone that it was saved from." : $" It fits '{likely}': choose that backbone, or weights of {network.Architecture}.");
    }

    private static void FitChannels(Backbone network, Dictionary<string, Tensor> state, Checkpoint checkpoint, PretrainedUse use, long seed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var name = network.FirstConvolution;
        var gainName = ChannelFit.GainOf(name);
        var kernels = Read(checkpoint, name);
        var wanted = state[name].shape[1];
        if (!state.ContainsKey(gainName)) Put(name, ChannelFit.Kernels(kernels, wanted));
        else
        {
            var (fitted, gain) = ChannelFit.Scaled(kernels, Read(checkpoint, gainName), wanted, network.modules().OfType<StandardizedConvolution>().First().Epsilon);
            Put(name, fitted);
            Put(gainName, gain);
        }

        void Put(string tensor, Tensor values)
        {
            if (use == PretrainedUse.Values)
            {
                state[tensor].copy_(values);
                return;
            }
            var moments = new Moments();
            moments.Add(values);
            Draw(state[tensor], moments, seed, tensor);
        }
    }

    private static Tensor Read(Checkpoint checkpoint, string name)
    {
        var values = empty([.. checkpoint.Entries[name].Shape]);
        checkpoint.CopyTo(name, values);
        return values;
    }

    private static void Draw(Tensor destination, Moments moments, long seed, string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = Initialization.GeneratorFor(seed, name);
        // The generator is the CPU's.
        var values = destination.device_type == DeviceType.CPU ? destination : empty(destination.shape, dtype: destination.dtype);
        values.normal_(moments.Mean, Math.Sqrt(moments.Variance), generator);
        if (!ReferenceEquals(values, destination)) destination.copy_(values);
    }
}
