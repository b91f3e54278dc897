using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>The operations that a network's forward pass is written in, once, for every way of running it: <typeparamref name="T"/> is a tensor in Torch,
/// and the name of a value in an ONNX graph.</summary>
/// <remarks>Written once, training and export cannot drift apart. <see cref="Add"/> and <see cref="Relu"/> may overwrite their first argument, so a caller
/// must not use that value again; the others leave theirs alone.</remarks>
/// <typeparam name="T">What flows between operations.</typeparam>
internal interface IOps<T>
{
    /// <summary>Runs a layer that holds parameters: a convolution, a normalisation, a linear layer.</summary>
    T Apply(nn.Module<Tensor, Tensor> layer, T x);

    /// <summary>The sum, element by element. May overwrite <paramref name="x"/>.</summary>
    T Add(T x, T y);

    /// <summary>The product, element by element; <paramref name="y"/> may be [N, C, 1, 1], one factor for each channel.</summary>
    T Multiply(T x, T y);

    /// <summary>The product with a number.</summary>
    T Scale(T x, double factor);

    /// <summary>The values one after the other along the channels.</summary>
    T Concatenate(IReadOnlyList<T> values);

    /// <summary>max(x, 0). May overwrite <paramref name="x"/>.</summary>
    T Relu(T x);

    /// <summary>x · sigmoid(x).</summary>
    T Silu(T x);

    /// <summary>x · Φ(x), with Φ the normal distribution function.</summary>
    T Gelu(T x);

    /// <summary>1 / (1 + exp(-x)).</summary>
    T Sigmoid(T x);

    /// <summary>Zeros around height and width.</summary>
    T Pad(T x, int amount);

    /// <summary>The largest value in each square window, over height and width.</summary>
    T MaxPool(T x, int kernel, int stride, int padding = 0);

    /// <summary>The mean of each square window, over height and width.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="kernel">The window's side.</param>
    /// <param name="stride">The step between windows.</param>
    /// <param name="padding">Zeros around the image, which count in the mean where <paramref name="countPadding"/> says so.</param>
    /// <param name="ceil">Whether a window that begins within the image and ends outside it counts too.</param>
    /// <param name="countPadding">Whether padding counts in the mean.</param>
    T AveragePool(T x, int kernel, int stride, int padding = 0, bool ceil = false, bool countPadding = true);

    /// <summary>The means of side x side windows that cover the image, as PyTorch's AdaptiveAvgPool2d divides it.</summary>
    T AdaptiveAveragePool(T x, int side);

    /// <summary>The mean over height and width: [N, C, H, W] to [N, C].</summary>
    T GlobalAveragePool(T x);

    /// <summary>[N, C, H, W] to [N, C · H · W].</summary>
    T Flatten(T x);

    /// <summary>Dropout (Srivastava et al., 2014) of single features [N, F]: a share of <paramref name="rate"/> is set to 0, the rest divided by
    /// 1 - rate. Only to be called in training.</summary>
    T Dropout(T x, double rate);

    /// <summary>Stochastic depth (Huang et al., 2016) of a residual branch: whole images are set to 0, the rest divided by 1 - rate. Only to be called in
    /// training.</summary>
    T DropPath(T x, double rate);

    /// <summary>Runs a part of the network whose intermediate values nobody else needs, so that they can be let go at its end.</summary>
    T Part(Func<T> run);

    /// <summary>Runs a part with parameters whose intermediate values nobody else needs, so that they can be let go at its end and computed again for the gradient.</summary>
    /// <param name="modules">Its layers.</param>
    /// <param name="inputs">What it takes. Nothing but such parts uses these values, unless they came out of one.</param>
    /// <param name="run">The part. It gives the same whenever it is run, and leaves its inputs as they are.</param>
    T Part(IReadOnlyList<nn.Module> modules, IReadOnlyList<T> inputs, Func<IReadOnlyList<T>, T> run) => Part(() => run(inputs));
}
