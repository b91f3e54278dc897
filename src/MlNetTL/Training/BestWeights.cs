using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Keeps a copy of the weights and buffers of the best epoch so far.</summary>
internal sealed class BestWeights : IDisposable
{
    private Dictionary<string, Tensor>? _copy;

    /// <summary>The best state; null where there is none yet.</summary>
    public IReadOnlyDictionary<string, Tensor>? State => _copy;

    /// <summary>Takes the best state of an earlier fit, and owns it.</summary>
    public void Take(Dictionary<string, Tensor> state) => _copy = state;

    /// <summary>Copies the state of the network.</summary>
    public void Keep(nn.Module network)
    {
        using var quiet = no_grad();
        var state = network.state_dict();
        if (_copy is null) _copy = state.ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope());
        else
            foreach (var (name, tensor) in state) _copy[name].copy_(tensor);
    }

    /// <summary>Puts the best state back, if there is one.</summary>
    public void RestoreInto(nn.Module network)
    {
        if (_copy is null) return;
        using var quiet = no_grad();
        foreach (var (name, tensor) in network.state_dict()) tensor.copy_(_copy[name]);
    }

    public void Dispose()
    {
        foreach (var tensor in _copy?.Values ?? Enumerable.Empty<Tensor>()) tensor.Dispose();
    }
}
