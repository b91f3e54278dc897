using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>The exponential moving average of a network's weights over the steps of a fit: after each, average = d · average + (1 - d) · weights (Polyak and Juditsky 1992; with a decay, as
/// TensorFlow's ExponentialMovingAverage, PyTorch's AveragedModel and timm's ModelEmaV3 have it). It begins at the first weights.</summary>
/// <remarks>As timm does it, the running statistics of batch normalisation are averaged with the weights, and whole numbers, such as their count of batches, are copied. What is frozen equals its
/// average, and what joins later is averaged from then on.</remarks>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _decay;
    private readonly bool _warmsUp;
    private readonly StateCopy _average;

    /// <summary>Begins at the weights of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="decay">How much of the average stays in each step, above 0 and below 1.</param>
    /// <param name="warmsUp">Whether the n-th step, from 1, takes min(decay, (1 + n) / (10 + n)) instead (TensorFlow's rule with num_updates), so that a short fit forgets its first weights.</param>
    public WeightAverage(nn.Module network, double decay, bool warmsUp)
    {
        (_decay, _warmsUp, _average) = (decay, warmsUp, StateCopy.Of(network));
    }

    /// <summary>The average, under the names of the network.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _average.Tensors;

    /// <summary>The steps that it has taken in.</summary>
    public long Steps { get; set; }

    /// <summary>The share of the average that stays in a step.</summary>
    /// <param name="step">The step, from 1.</param>
    public double DecayOf(long step) => _warmsUp ? Math.Min(_decay, (1.0 + step) / (10.0 + step)) : _decay;

    /// <summary>Begins again, at the weights that a network has now.</summary>
    public void StartAnew(nn.Module network)
    {
        Steps = 0;
        _average.TakeFrom(network);
    }

    /// <summary>Takes in the weights after a step.</summary>
    public void Take(nn.Module network)
    {
        using var quiet = no_grad();
        var share = 1 - DecayOf(++Steps);
        foreach (var (name, tensor) in network.state_dict())
            if (tensor.is_floating_point()) State[name].lerp_(tensor, share);
            else State[name].copy_(tensor);
    }

    /// <summary>Gives the network the average until the loan is disposed, which gives its own weights back.</summary>
    public Loan LendTo(nn.Module network)
    {
        ExchangeWith(network);
        return new(this, network);
    }

    /// <summary>Leaves the average in the network.</summary>
    public void PutInto(nn.Module network) => _average.PutInto(network);

    public void Dispose() => _average.Dispose();

    private void ExchangeWith(nn.Module network)
    {
        using var quiet = no_grad();
        foreach (var (name, tensor) in network.state_dict())
        {
            using var own = tensor.clone();
            tensor.copy_(State[name]);
            State[name].copy_(own);
        }
    }

    /// <summary>The time in which a network has the average.</summary>
    public sealed class Loan(WeightAverage average, nn.Module network) : IDisposable
    {
        public void Dispose() => average.ExchangeWith(network);
    }
}
