using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>What a loss trains beside the network.</summary>
internal interface ILossVariables : IDisposable
{
    /// <summary>The values by name, for checkpoints.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Changes them by their gradients, which the loss left, and forgets these.</summary>
    void Step();
}
