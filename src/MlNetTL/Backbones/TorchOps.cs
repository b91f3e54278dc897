using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>The operations on TorchSharp's tensors, for training and scoring.</summary>
internal sealed class TorchOps : IOps<Tensor>
{
    public static TorchOps Instance { get; } = new();

    public Tensor Apply(nn.Module<Tensor, Tensor> layer, Tensor x) => layer.call(x);

    // In place, as torchvision does: neither batch normalisation nor convolution needs its own output for the gradient.
    public Tensor Add(Tensor x, Tensor y) => x.add_(y);

    public Tensor Relu(Tensor x) => x.relu_();

    public Tensor MaxPool(Tensor x, int kernel, int stride, int padding) => nn.functional.max_pool2d(x, kernel, stride, padding);

    public Tensor GlobalAveragePool(Tensor x) => nn.functional.adaptive_avg_pool2d(x, 1).flatten(1);

    // What autograd needs it keeps by itself; without gradients the memory is free for the next block.
    public Tensor Part(Func<Tensor> run)
    {
        using var scope = NewDisposeScope();
        return run().MoveToOuterDisposeScope();
    }
}
