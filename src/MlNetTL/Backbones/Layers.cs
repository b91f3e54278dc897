using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>max(x, 0) as a layer of a <see cref="Chain"/>.</summary>
internal sealed class ReluLayer() : Block("ReLU")
{
    public override T Run<T>(IOps<T> ops, T x) => ops.Relu(x);
}

/// <summary>x · sigmoid(x) as a layer of a <see cref="Chain"/>.</summary>
internal sealed class SiluLayer() : Block("SiLU")
{
    public override T Run<T>(IOps<T> ops, T x) => ops.Silu(x);
}

/// <summary>Max pooling as a layer of a <see cref="Chain"/>.</summary>
internal sealed class MaxPoolLayer(int kernel, int stride, int padding = 0) : Block("MaxPool2d")
{
    public override T Run<T>(IOps<T> ops, T x) => ops.MaxPool(x, kernel, stride, padding);
}

/// <summary>Average pooling as a layer of a <see cref="Chain"/>.</summary>
internal sealed class AveragePoolLayer(int kernel, int stride) : Block("AvgPool2d")
{
    public override T Run<T>(IOps<T> ops, T x) => ops.AveragePool(x, kernel, stride);
}

/// <summary>Dropout of features [N, F] as a layer of a <see cref="Chain"/>; the identity outside training.</summary>
internal sealed class DropoutLayer(double rate) : Block("Dropout")
{
    public override T Run<T>(IOps<T> ops, T x) => training && rate > 0 ? ops.Dropout(x, rate) : x;
}

/// <summary>What follows a hidden layer of a head: an activation, and in training dropout of single values.</summary>
internal sealed class ActivationLayer(TopActivation activation, double dropout) : Block(nameof(ActivationLayer))
{
    public override T Run<T>(IOps<T> ops, T x)
    {
        x = activation switch
        {
            TopActivation.Relu => ops.Relu(x),
            TopActivation.Gelu => ops.Gelu(x),
            TopActivation.Silu => ops.Silu(x),
            _ => x,
        };
        return training && dropout > 0 ? ops.Dropout(x, dropout) : x;
    }
}

/// <summary>One layer under a name of its own, as checkpoints have it where a network's author put a module around it.</summary>
internal sealed class Nested : Block
{
    private readonly nn.Module<Tensor, Tensor> _layer;

    public Nested(string child, nn.Module<Tensor, Tensor> layer) : base(nameof(Nested)) => _layer = Child(child, layer);

    public override T Run<T>(IOps<T> ops, T x) => _layer is Block block ? block.Run(ops, x) : ops.Apply(_layer, x);
}
