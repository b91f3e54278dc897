using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Gradient clipping by norm (Pascanu et al., 'On the difficulty of training recurrent neural networks', 2013, algorithm 1): all gradients together, as one
/// vector, are no longer than a given length. PyTorch's rule: each is multiplied by min(1, maximum / (length + 1e-6)).</summary>
/// <param name="maximum">The greatest length.</param>
internal sealed class GradientClipping(double maximum)
{
    private const double Epsilon = 1e-6;

    /// <summary>Clips the gradients of parameters; those without one are passed over. Call it between the backward pass and the optimiser's step.</summary>
    public void Clip(IEnumerable<Parameter> parameters)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length == 0) return;
        // No value is asked for, so that a GPU need not be waited for.
        var length = stack(gradients.Select(Length)).norm();
        var factor = length.add(Epsilon).reciprocal().mul(maximum).clamp_max(1);
        foreach (var gradient in gradients) gradient.mul_(factor);
    }

    private static Tensor Length(Tensor gradient) => gradient.norm();
}
