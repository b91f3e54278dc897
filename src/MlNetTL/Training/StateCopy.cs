using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>A copy of a network's weights and buffers, under their names.</summary>
/// <param name="tensors">The copy, which it owns.</param>
internal sealed class StateCopy(IReadOnlyDictionary<string, Tensor> tensors) : IDisposable
{
    /// <summary>The tensors.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => tensors;

    /// <summary>Copies the state of a network.</summary>
    public static StateCopy Of(nn.Module network)
    {
        using var quiet = no_grad();
        return new(network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope()));
    }

    /// <summary>Copies the state that a network has now.</summary>
    public void TakeFrom(nn.Module network)
    {
        using var quiet = no_grad();
        foreach (var (name, tensor) in network.state_dict()) tensors[name].copy_(tensor);
    }

    /// <summary>Gives a network the copy's state.</summary>
    public void PutInto(nn.Module network)
    {
        using var quiet = no_grad();
        foreach (var (name, tensor) in network.state_dict()) tensor.copy_(tensors[name]);
    }

    public void Dispose()
    {
        foreach (var tensor in tensors.Values) tensor.Dispose();
    }
}
