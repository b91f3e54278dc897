using System.Text;
using System.Text.Json;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Backbones;

/// <summary>The formula that the golden outputs were made with (golden/README.md): weights and inputs that any program can compute.</summary>
internal static class GoldenFormula
{
    /// <summary>The values of a tensor by its name in the state.</summary>
    public static float[] Values(string name, long[] shape, double weightGainSquared)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        var fanIn = shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        Func<double, double> rule = last switch
        {
            "input" => u => (2 * u - 1) * 2,
            "running_mean" => u => 0.2 * (2 * u - 1),
            "running_var" => u => 0.5 + u,
            "num_batches_tracked" => _ => 0,
            _ when shape.Length >= 2 => u => (2 * u - 1) * Math.Sqrt(3) * Math.Sqrt(weightGainSquared / fanIn),
            "weight" => u => 0.5 + u,
            _ => u => 0.2 * (2 * u - 1),
        };
        var seed = Crc32.Append(0, Encoding.UTF8.GetBytes(name));
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++) values[i] = (float)rule(Uniform(seed, (ulong)i));
        return values;
    }

    /// <summary>The known input.</summary>
    public static Tensor Input(params long[] shape) => tensor(Values("input", shape, 1), shape);

    /// <summary>Gives a network the known weights.</summary>
    public static void Fill(nn.Module network, double weightGainSquared)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (name, value) in network.state_dict()) value.copy_(tensor(Values(name, value.shape, weightGainSquared), value.shape));
    }

    /// <summary>A golden file.</summary>
    public static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require($"golden/{file}"))).RootElement;

    /// <summary>Names and shapes in PyTorch's order: depth first, a module's own parameters, its own buffers, then its children.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Walk(nn.Module module, string prefix = "") =>
        module.named_parameters(false).Select(pair => (prefix + pair.name, pair.parameter.shape))
            .Concat(module.named_buffers(false).Select(pair => (prefix + pair.name, pair.buffer.shape)))
            .Concat(module.named_children().SelectMany(child => Walk(child.module, $"{prefix}{child.name}.")));

    private static double Uniform(ulong seed, ulong i)
    {
        var z = (i + seed) * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 40) / (double)(1 << 24);
    }
}
