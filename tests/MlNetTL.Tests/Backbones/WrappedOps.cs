using MlNetTL.Backbones;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>The operations on tensors, for a test that looks at some of them or computes them in another way.</summary>
internal abstract class WrappedOps(DropNoise? noise = null) : IOps<Tensor>
{
    private readonly TorchOps _ops = new(noise);

    public virtual Tensor Apply(nn.Module<Tensor, Tensor> layer, Tensor x) => _ops.Apply(layer, x);

    public virtual Tensor Add(Tensor x, Tensor y) => _ops.Add(x, y);

    public Tensor Multiply(Tensor x, Tensor y) => _ops.Multiply(x, y);

    public Tensor Scale(Tensor x, double factor) => _ops.Scale(x, factor);

    public Tensor Concatenate(IReadOnlyList<Tensor> values) => _ops.Concatenate(values);

    public Tensor Relu(Tensor x) => _ops.Relu(x);

    public virtual Tensor Silu(Tensor x) => _ops.Silu(x);

    public Tensor Gelu(Tensor x) => _ops.Gelu(x);

    public Tensor Sigmoid(Tensor x) => _ops.Sigmoid(x);

    public Tensor Pad(Tensor x, int amount) => _ops.Pad(x, amount);

    public Tensor MaxPool(Tensor x, int kernel, int stride, int padding = 0) => _ops.MaxPool(x, kernel, stride, padding);

    public Tensor AveragePool(Tensor x, int kernel, int stride, int padding = 0, bool ceil = false, bool countPadding = true) =>
        _ops.AveragePool(x, kernel, stride, padding, ceil, countPadding);

    public Tensor AdaptiveAveragePool(Tensor x, int side) => _ops.AdaptiveAveragePool(x, side);

    public Tensor GlobalAveragePool(Tensor x) => _ops.GlobalAveragePool(x);

    public Tensor Flatten(Tensor x) => _ops.Flatten(x);

    public virtual Tensor Dropout(Tensor x, double rate) => _ops.Dropout(x, rate);

    public virtual Tensor DropPath(Tensor x, double rate) => _ops.DropPath(x, rate);

    public Tensor Part(Func<Tensor> run) => _ops.Part(run);
}
