using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>The scalars of the AUC margin loss, of each label: a and b, which come to the mean scores of its positives and negatives, and α, which pushes these apart.</summary>
internal sealed class AucVariables : ILossVariables
{
    private readonly double _rate;

    /// <summary>Begins at 0.</summary>
    /// <param name="positiveShares">The share of positives of each label.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="device">The device.</param>
    public AucVariables(float[] positiveShares, double rate, Device device)
    {
        _rate = rate;
        Share = tensor(positiveShares, device: device).DetachFromDisposeScope();
        (A, B, Alpha) = (Zeros(), Zeros(), Zeros());
        State = new Dictionary<string, Tensor> { ["a"] = A, ["b"] = B, ["alpha"] = Alpha };

        Tensor Zeros() => zeros(positiveShares.Length, device: device, requires_grad: true).DetachFromDisposeScope();
    }

    /// <summary>The share of positives.</summary>
    public Tensor Share { get; }

    /// <summary>a.</summary>
    public Tensor A { get; }

    /// <summary>b.</summary>
    public Tensor B { get; }

    /// <summary>α, at least 0.</summary>
    public Tensor Alpha { get; }

    public IReadOnlyDictionary<string, Tensor> State { get; }

    // A loss is the mean over labels: times their number, each label's scalars move as if it stood alone.
    public void Step()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (variable, direction) in new[] { (A, -1), (B, -1), (Alpha, 1) })
        {
            if (variable.grad is not { } gradient) continue;
            variable.add_(gradient, alpha: direction * _rate * variable.shape[0]);
            variable.grad = null;
        }
        Alpha.clamp_min_(0);
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { Share, A, B, Alpha }) tensor.Dispose();
    }
}
