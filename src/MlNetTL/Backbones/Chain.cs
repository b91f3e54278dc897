using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>Layers one after another, named 0, 1, 2, … as in PyTorch's Sequential.</summary>
internal sealed class Chain : Block
{
    private readonly nn.Module<Tensor, Tensor>[] _layers;

    public Chain(params nn.Module<Tensor, Tensor>[] layers) : base(nameof(Chain))
    {
        _layers = layers;
        for (var i = 0; i < layers.Length; i++) Child($"{i}", layers[i]);
    }

    public override T Run<T>(IOps<T> ops, T x) => Run(ops, x, ..);

    /// <summary>Runs some of the layers.</summary>
    public T Run<T>(IOps<T> ops, T x, Range layers)
    {
        foreach (var layer in _layers[layers])
            x = layer switch
            {
                // A chain's blocks are parts by themselves, and what has no parameters costs less to keep than another part does.
                Block block when block is Chain || !block.parameters().Any() => ops.Part(() => block.Run(ops, x)),
                Block block => ops.Part([block], [x], inputs => block.Run(ops, inputs[0])),
                _ => ops.Apply(layer, x),
            };
        return x;
    }

    /// <summary>Some of the layers, for a <see cref="BackboneStage"/>.</summary>
    public nn.Module<Tensor, Tensor>[] this[Range layers] => _layers[layers];
}
