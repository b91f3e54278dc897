using MlNetTL.Foundation;
using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>Gives a network the values that it starts from.</summary>
/// <remarks>Each tensor has a generator of its own, seeded by (seed, name): TorchSharp's constructors draw from the one generator of the process, which
/// other fits use at the same time. libtorch fills a tensor from a generator on one thread, so the number of threads does not matter either.</remarks>
internal static class Initialization
{
    /// <summary>Sets the parameters and buffers whose name <paramref name="includes"/> accepts.</summary>
    public static void FromScratch(nn.Module network, InitializationRules rules, long seed, Func<string, bool> includes)
    {
        using var quiet = no_grad();
        var parameters = network.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        foreach (var (name, parameter) in parameters.Where(pair => includes(pair.Key)))
        {
            var shape = parameter.shape;
            if (shape.Length > 2 && name.EndsWith(".weight", StringComparison.Ordinal)) Draw(parameter, rules.Convolution(name, shape), seed, name);
            else if (shape.Length == 2) Draw(parameter, rules.Linear(name, shape), seed, name);
            else if (!name.EndsWith(".bias", StringComparison.Ordinal)) parameter.fill_(rules.Scale?.Invoke(name) ?? 1);
            else if (MatrixBeside(parameters, name) is { } shared && shared.shape[0] < shape[0]) SharedLinear.Spread(parameter);
            else if (!rules.ZeroLinearBias && MatrixBeside(parameters, name) is { } matrix) Draw(parameter, Distribution.UniformByInputs(matrix.shape), seed, name);
            else parameter.zero_();
        }
        foreach (var (name, buffer) in network.named_buffers().Where(pair => includes(pair.name)))
            if (name.EndsWith(".running_var", StringComparison.Ordinal)) buffer.fill_(1);
            else buffer.zero_();
    }

    /// <summary>A generator that hangs on the seed and a tensor's name.</summary>
    public static Generator GeneratorFor(long seed, string name) => new(new RowRandom(seed, name).NextBits(), CPU);

    private static Tensor? MatrixBeside(Dictionary<string, Tensor> parameters, string bias) =>
        parameters.TryGetValue(bias[..^"bias".Length] + "weight", out var weight) && weight.dim() == 2 ? weight : null;

    // Straight into the parameter: the largest layer of a VGG would need its 411 MB a second time.
    private static void Draw(Tensor parameter, Distribution distribution, long seed, string name)
    {
        using var generator = GeneratorFor(seed, name);
        switch (distribution.Kind)
        {
            case DistributionKind.Normal: parameter.normal_(0, distribution.Spread, generator); break;
            case DistributionKind.Uniform: parameter.uniform_(-distribution.Spread, distribution.Spread, generator); break;
            case DistributionKind.TruncatedNormal: Truncated(parameter, distribution.Spread, generator); break;
            default: throw new NotSupportedException($"{distribution.Kind}");
        }
    }

    // By the inverse of the normal distribution function, as torch's trunc_normal_ does it, for the bounds ±2. For a small deviation the bound is 1 in
    // single precision, one draw in 16 million is exactly -1, and its inverse, -∞, would start a weight at -2; so the bound stays one step below 1.
    private static void Truncated(Tensor parameter, double deviation, Generator generator)
    {
        var bound = special.erf(tensor(2 / (deviation * Math.Sqrt(2)), ScalarType.Float64)).item<double>();
        bound = Math.Min(bound, 1 - Math.Pow(2, -24));
        parameter.uniform_(-bound, bound, generator).erfinv_().mul_(deviation * Math.Sqrt(2)).clamp_(-2, 2);
    }
}
