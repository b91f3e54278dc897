using MlNetTL.Backbones;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Adaptive gradient clipping (Brock et al., 'High-performance large-scale image recognition without normalization', 2021, equation 3): no unit's
/// gradient is longer than a share of the unit's own weights. Networks without normalisation need it for large batches and learning rates.</summary>
/// <param name="Clipping">The longest gradient for a weight of length 1. The paper has 0.01 for batches of 4096, and more for smaller ones.</param>
/// <param name="Epsilon">The least length that a unit's weights count as, so that one that starts at zero can leave it.</param>
internal sealed record AdaptiveGradientClipping(double Clipping = 0.01, double Epsilon = 1e-3)
{
    // Against a division by zero, as the authors have it.
    private const double LeastGradient = 1e-6;

    /// <summary>Clips the gradients of all parameters but the head's, where the paper found that clipping does harm. Call it between the backward pass and
    /// the optimiser's step.</summary>
    public void Clip(Backbone network) =>
        Clip(network.named_parameters().Where(pair => !network.IsHead(pair.name)).Select(pair => pair.parameter));

    /// <summary>Clips the gradients of parameters; those without one are passed over.</summary>
    public void Clip(IEnumerable<Parameter> parameters)
    {
        using var quiet = no_grad();
        foreach (var parameter in parameters)
        {
            using var scope = NewDisposeScope();
            if (parameter.grad is not { } gradient) continue;
            var units = UnitDimensions(parameter.shape);
            var most = Length(parameter, units).clamp_min(Epsilon).mul(Clipping);
            gradient.mul_(most.div(Length(gradient, units).clamp_min(LeastGradient)).clamp_max(1));
        }
    }

    // A unit is what gives one output: a row of a matrix, a kernel over all its inputs. Biases, scales and gains are vectors, and one unit in the authors'
    // code, whatever dimensions of size 1 they have.
    private static long[] UnitDimensions(long[] shape)
    {
        var first = shape.Count(size => size > 1) <= 1 ? 0 : 1;
        return [.. Enumerable.Range(first, shape.Length - first).Select(dimension => (long)dimension)];
    }

    private static Tensor Length(Tensor values, long[] dimensions) => linalg.vector_norm(values, 2, dimensions, keepdim: true);
}
