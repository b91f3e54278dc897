using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>(predicted - true)², as PyTorch's <c>MSELoss</c>: what numbers are trained on unless another is named, and what validation reports of them.</summary>
public sealed record SquaredError : NumberLoss
{
    internal override Tensor OfNumbers(Tensor predicted, Tensor targets) => nn.functional.mse_loss(predicted, targets, nn.Reduction.None);
}
