using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Keeps a copy of the weights and buffers of the best epoch so far.</summary>
internal sealed class BestWeights : IDisposable
{
    private StateCopy? _copy;

    /// <summary>The best state; null where there is none yet.</summary>
    public IReadOnlyDictionary<string, Tensor>? State => _copy?.Tensors;

    /// <summary>Takes the best state of an earlier fit, and owns it.</summary>
    public void Take(Dictionary<string, Tensor> state) => _copy = new(state);

    /// <summary>Copies the state of the network.</summary>
    public void Keep(nn.Module network)
    {
        if (_copy is null) _copy = StateCopy.Of(network);
        else _copy.TakeFrom(network);
    }

    /// <summary>Puts the best state back, if there is one.</summary>
    public void RestoreInto(nn.Module network) => _copy?.PutInto(network);

    public void Dispose() => _copy?.Dispose();
}
