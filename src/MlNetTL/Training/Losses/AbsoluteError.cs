using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>|predicted - true|, as PyTorch's <c>L1Loss</c>: numbers that are far off pull no more than others.</summary>
public sealed record AbsoluteError : NumberLoss
{
    internal override Tensor OfNumbers(Tensor predicted, Tensor targets) => nn.functional.l1_loss(predicted, targets, nn.Reduction.None);
}
