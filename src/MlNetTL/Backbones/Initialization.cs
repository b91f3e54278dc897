using MlNetTL.Foundation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>The values that a network starts from, by the rules of torchvision's ResNet and of PyTorch's Linear.</summary>
/// <remarks>Each tensor has a generator of its own, seeded by (seed, name): TorchSharp's constructors draw from the one generator of the process, which
/// other fits use at the same time. libtorch fills a tensor from a generator on one thread, so the number of threads does not matter either.</remarks>
internal static class Initialization
{
    /// <summary>Sets the parameters and buffers of every layer whose name <paramref name="includes"/> accepts.</summary>
    public static void FromScratch(nn.Module network, long seed, Func<string, bool> includes)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (name, module) in network.named_modules().Where(pair => includes(pair.name)))
            switch (module)
            {
                case Conv2d convolution: Convolution(convolution, seed, name); break;
                case BatchNorm2d norm: Normalization(norm); break;
                case Linear linear: Dense(linear, seed, name); break;
            }
    }

    // He et al., 'Delving deep into rectifiers' (2015), equation 14: the variance 2 / fan_out keeps the size of gradients.
    private static void Convolution(Conv2d layer, long seed, string name)
    {
        var shape = layer.weight.shape;
        var fanOut = shape[0] * shape[2] * shape[3];
        using var generator = GeneratorFor(seed, name + ".weight");
        layer.weight.copy_(empty(shape).normal_(0, Math.Sqrt(2.0 / fanOut), generator));
        layer.bias?.zero_();
    }

    private static void Normalization(BatchNorm2d layer)
    {
        layer.weight!.fill_(1);
        layer.bias!.zero_();
        layer.reset_running_stats();
    }

    // PyTorch's default, kaiming_uniform with a = √5: uniform within ±1 / √inputs, weights and bias alike.
    private static void Dense(Linear layer, long seed, string name)
    {
        var bound = 1 / Math.Sqrt(layer.weight.shape[1]);
        foreach (var (part, parameter) in layer.named_parameters())
        {
            using var generator = GeneratorFor(seed, $"{name}.{part}");
            parameter.copy_(empty(parameter.shape).uniform_(-bound, bound, generator));
        }
    }

    private static Generator GeneratorFor(long seed, string name) => new(new RowRandom(seed, name).NextBits(), CPU);
}
