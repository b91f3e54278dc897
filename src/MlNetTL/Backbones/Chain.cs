using TorchSharp.Modules;
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

    public override T Run<T>(IOps<T> ops, T x)
    {
        foreach (var layer in _layers)
            x = layer switch
            {
                Block block => ops.Part(() => block.Run(ops, x)),
                ReLU => ops.Relu(x),
                _ => ops.Apply(layer, x),
            };
        return x;
    }
}
