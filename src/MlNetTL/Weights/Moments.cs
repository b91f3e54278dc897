using static TorchSharp.torch;

namespace MlNetTL.Weights;

/// <summary>The mean and variance of values that come in pieces (Chan, Golub and LeVeque, 'Updating formulae and a pairwise algorithm for computing sample
/// variances', 1979).</summary>
internal sealed class Moments
{
    private long _count;
    private double _squares;

    public double Mean { get; private set; }

    /// <summary>The mean squared distance from the mean.</summary>
    public double Variance => _count == 0 ? 0 : _squares / _count;

    public void Add(Tensor piece)
    {
        if (piece.NumberOfElements == 0) return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var values = piece.to(ScalarType.Float64);
        var mean = values.mean().item<double>();
        var squares = (values - mean).square().sum().item<double>();
        var total = _count + values.NumberOfElements;
        var distance = mean - Mean;
        _squares += squares + distance * distance * _count * values.NumberOfElements / total;
        Mean += distance * values.NumberOfElements / total;
        _count = total;
    }
}
