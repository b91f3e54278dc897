using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>A network's operations with the sums of 1 x 1 convolutions in the order of the reference BLAS: from the bias on, input channel after input channel, each product
/// and each sum rounded.</summary>
/// <remarks>With the golden formula's weights, EfficientNet-B5 is chaotic: a difference in the seventh digit becomes one in the first within 39 blocks. PyTorch 1.13 itself gives
/// -136,544 for the first logit on one thread with the reference BLAS, -91,889 on two threads, -129,362 where the second image is left out, and -68,197 in float64. All
/// other operations before the head equal the file's bit for bit already; in this order the sums do too.</remarks>
internal sealed class SequentialSums : WrappedOps
{
    public override Tensor Apply(nn.Module<Tensor, Tensor> layer, Tensor x)
    {
        if (layer is not Conv2d { weight: { } weight } convolution || weight.shape is not [var outputs, var inputs, 1, 1] || inputs != x.shape[1])
            return base.Apply(layer, x);
        var bias = convolution.bias is { } given ? (Tensor)given : zeros(outputs);
        var sum = bias.reshape(1, -1, 1, 1).expand(x.shape[0], outputs, x.shape[2], x.shape[3]).contiguous();
        for (var channel = 0; channel < inputs; channel++)
        {
            using var scope = NewDisposeScope();
            sum.add_(weight[TensorIndex.Colon, channel].unsqueeze(0) * x[TensorIndex.Colon, channel].unsqueeze(1));
        }
        return sum;
    }

    // Values are computed in vectors, and those left over one by one, with another exponential function. PyTorch 1.13 leaves over what does not fill 16, libtorch 2.10 what
    // does not fill 32.
    public override Tensor Silu(Tensor x)
    {
        var (count, inVectors) = (x.NumberOfElements, x.NumberOfElements / 16 * 16);
        var values = base.Silu(x);
        if (count % 32 < 16) return values;
        var vectors = base.Silu(cat([x.flatten(), zeros(32)]));
        return cat([vectors.slice(0, 0, inVectors, 1), values.flatten().slice(0, inVectors, count, 1)]).reshape(x.shape);
    }
}
