using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>The operations on TorchSharp's tensors, for training and scoring. One object serves one forward pass.</summary>
/// <param name="noise">What dropout draws from; null for the numbers of seed 0.</param>
/// <param name="recomputed">Takes the parts that are computed a second time for the gradient; null where all is kept.</param>
internal sealed class TorchOps(DropNoise? noise = null, RecomputedBlocks? recomputed = null) : IOps<Tensor>
{
    private int _drops;
    private bool _isInPart;

    public Tensor Apply(nn.Module<Tensor, Tensor> layer, Tensor x) => layer.call(layer is GroupNorm norm && NeedsGradientItself(norm, x) ? x.detach().requires_grad_() : x);

    // In place, as torchvision does: neither batch normalisation nor convolution needs its own output for the gradient.
    public Tensor Add(Tensor x, Tensor y) => x.add_(y);

    public Tensor Multiply(Tensor x, Tensor y) => x.mul(y);

    public Tensor Scale(Tensor x, double factor) => x.mul(factor);

    public Tensor Concatenate(IReadOnlyList<Tensor> values) => cat([.. values], 1);

    // Not in place where the graph is cut: autograd refuses to change what it begins at.
    public Tensor Relu(Tensor x) => recomputed is not null && x.is_leaf && x.requires_grad ? x.relu() : x.relu_();

    public Tensor Silu(Tensor x) => nn.functional.silu(x);

    public Tensor Gelu(Tensor x) => nn.functional.gelu(x);

    public Tensor Sigmoid(Tensor x) => x.sigmoid();

    public Tensor Pad(Tensor x, int amount) => nn.functional.pad(x, [amount, amount, amount, amount]);

    public Tensor MaxPool(Tensor x, int kernel, int stride, int padding = 0) => nn.functional.max_pool2d(x, kernel, stride, padding);

    public Tensor AveragePool(Tensor x, int kernel, int stride, int padding = 0, bool ceil = false, bool countPadding = true) =>
        nn.functional.avg_pool2d(x, kernel, stride, padding, ceil, countPadding);

    public Tensor AdaptiveAveragePool(Tensor x, int side) => nn.functional.adaptive_avg_pool2d(x, side);

    public Tensor GlobalAveragePool(Tensor x) => nn.functional.adaptive_avg_pool2d(x, 1).flatten(1);

    public Tensor Flatten(Tensor x) => x.flatten(1);

    public Tensor Dropout(Tensor x, double rate) => x.mul(Noise(x).Mask(_drops++, x.shape[0], (int)x.shape[1], rate, x.device).to(x.dtype));

    public Tensor DropPath(Tensor x, double rate) => x.mul(Noise(x).Mask(_drops++, x.shape[0], 1, rate, x.device).reshape(-1, 1, 1, 1).to(x.dtype));

    // What autograd needs it keeps by itself; without gradients the memory is free for the next block. A part that gives back its own input (dropout when
    // scoring) must leave it where it belongs, or it would outlive its own part.
    public Tensor Part(Func<Tensor> run)
    {
        using var scope = NewDisposeScope();
        var result = run();
        return scope.Contains(result) ? result.MoveToOuterDisposeScope() : result;
    }

    public Tensor Part(IReadOnlyList<nn.Module> modules, IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>, Tensor> run)
    {
        // Parts of a part are computed again with it.
        if (recomputed is null || _isInPart || !RecomputedBlocks.HaveGradient(modules, inputs)) return Part(() => run(inputs));
        var drops = _drops;
        return recomputed.Run(modules, inputs, values =>
        {
            (_drops, _isInPart) = (drops, true);
            try
            {
                return Part(() => run(values));
            }
            finally
            {
                _isInPart = false;
            }
        });
    }

    // libtorch 2.10's gradient of group normalisation in channels-last memory writes to its input's gradient even where nobody wants that, behind frozen
    // stages, and ends the process.
    private static bool NeedsGradientItself(GroupNorm norm, Tensor x) => is_grad_enabled() && !x.requires_grad && norm.weight is { requires_grad: true };

    private DropNoise Noise(Tensor x) => noise ?? new(0, 0, [.. Enumerable.Range(0, (int)x.shape[0]).Select(row => (long)row)]);
}
