using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MlNetTL.Backbones;

/// <summary>A linear layer whose outputs share one weight vector, [1, inputs], and have biases of their own (Cao, Mirjalili and Raschka, 'Rank consistent ordinal regression for neural
/// networks with application to age estimation', 2020, section 3.3), so that their order is the same for every input.</summary>
internal sealed class SharedLinear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    public SharedLinear(int inputs, int outputs) : base(nameof(SharedLinear))
    {
        register_parameter("weight", _weight = new Parameter(zeros(1, inputs)));
        register_parameter("bias", _bias = new Parameter(zeros(outputs)));
    }

    public override Tensor forward(Tensor x)
    {
        using var shared = nn.functional.linear(x, _weight);
        return shared.add(_bias);
    }

    /// <summary>Sets biases to what the authors' coral-pytorch starts from: n / n, (n - 1) / n, …, 1 / n, in the order that the least loss has them in (theorem 1 of the paper).</summary>
    public static void Spread(Tensor bias)
    {
        var count = bias.shape[0];
        using var steps = arange(count, 0, -1, ScalarType.Float32);
        using var spread = steps / count;
        bias.copy_(spread);
    }

    // The parameters are registered above.
    protected override void RegisterComponents()
    {
    }
}
