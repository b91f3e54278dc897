using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>The operations that a network's forward pass is written in, once, for every way of running it: <typeparamref name="T"/> is a tensor in Torch,
/// and the name of a value in an ONNX graph.</summary>
/// <remarks>Written once, training and export cannot drift apart. An operation may overwrite its first argument, so a caller must not use that value
/// again after <see cref="Add"/> or <see cref="Relu"/>.</remarks>
/// <typeparam name="T">What flows between operations.</typeparam>
internal interface IOps<T>
{
    /// <summary>Runs a layer that holds parameters: a convolution, a batch normalisation, a linear layer.</summary>
    T Apply(nn.Module<Tensor, Tensor> layer, T x);

    /// <summary>The sum, element by element.</summary>
    T Add(T x, T y);

    /// <summary>max(x, 0).</summary>
    T Relu(T x);

    /// <summary>The largest value in each square window, over height and width.</summary>
    T MaxPool(T x, int kernel, int stride, int padding);

    /// <summary>The mean over height and width: [N, C, H, W] to [N, C].</summary>
    T GlobalAveragePool(T x);

    /// <summary>Runs a part of the network whose intermediate values nobody else needs, so that they can be let go at its end.</summary>
    T Part(Func<T> run);
}
