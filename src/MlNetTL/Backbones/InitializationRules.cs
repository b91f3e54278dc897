namespace MlNetTL.Backbones;

/// <summary>What the weights of a network's convolutions and linear layers are drawn from at the start of training from scratch. Scales of normalisations
/// and gains start at 1 where nothing else is said, running variances at 1, and all else at 0.</summary>
/// <param name="Convolution">The distribution of a tensor of three dimensions or more, by its name in the state and its shape.</param>
/// <param name="Linear">The distribution of a matrix, by its name in the state and its shape.</param>
/// <param name="ZeroLinearBias">Whether biases of linear layers start at 0; else they are uniform within ±1 / √inputs, as PyTorch's are.</param>
/// <param name="Scale">Where scales of normalisations and gains start, by the name in the state; null where all start at 1.</param>
internal sealed record InitializationRules(
    Func<string, long[], Distribution> Convolution, Func<string, long[], Distribution> Linear, bool ZeroLinearBias = false, Func<string, double>? Scale = null)
{
    /// <summary>The rules of torchvision's ResNet.</summary>
    public static InitializationRules Default { get; } = new((_, shape) => Distribution.HeFanOut(shape), (_, shape) => Distribution.UniformByInputs(shape));
}

/// <summary>A distribution with mean 0.</summary>
/// <param name="Kind">Its form.</param>
/// <param name="Spread">Its standard deviation before truncation, or for a uniform one the bound.</param>
internal readonly record struct Distribution(DistributionKind Kind, double Spread)
{
    public static Distribution Normal(double deviation) => new(DistributionKind.Normal, deviation);

    /// <summary>Normal, cut off at ±2, as scipy's and torch's <c>trunc_normal_</c> are.</summary>
    public static Distribution TruncatedNormal(double deviation) => new(DistributionKind.TruncatedNormal, deviation);

    public static Distribution Uniform(double bound) => new(DistributionKind.Uniform, bound);

    /// <summary>He et al., 'Delving deep into rectifiers' (2015), equation 14: the variance 2 / fan_out keeps the size of gradients.</summary>
    public static Distribution HeFanOut(long[] shape) => Normal(Math.Sqrt(2.0 / (shape[0] * Receptive(shape))));

    /// <summary>He et al. (2015), equation 10: the variance 2 / fan_in keeps the size of activations.</summary>
    public static Distribution HeFanIn(long[] shape) => Normal(Math.Sqrt(2.0 / (shape[1] * Receptive(shape))));

    /// <summary>PyTorch's default for linear layers, kaiming_uniform with a = √5: uniform within ±1 / √inputs.</summary>
    public static Distribution UniformByInputs(long[] shape) => Uniform(1 / Math.Sqrt(shape[1]));

    private static long Receptive(long[] shape) => shape.Skip(2).Aggregate(1L, (product, size) => product * size);
}

/// <summary>The form of a distribution.</summary>
internal enum DistributionKind
{
    Normal,
    TruncatedNormal,
    Uniform,
}
