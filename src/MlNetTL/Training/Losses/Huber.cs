using static TorchSharp.torch;

namespace MlNetTL.Training.Losses;

/// <summary>Huber's loss (Huber, 'Robust estimation of a location parameter', 1964), as PyTorch's <c>HuberLoss</c>: half the squared error up to Delta, and Delta · (|error| - Delta / 2) beyond.</summary>
/// <param name="Delta">Where the square becomes a line, in standard deviations of the training rows' numbers; above 0.</param>
public sealed record Huber(double Delta = 1) : NumberLoss
{
    internal override IEnumerable<string> Problems()
    {
        if (!(Delta > 0) || double.IsInfinity(Delta)) yield return $"Delta must be above 0 and finite. Received: {Delta}.";
    }

    internal override Tensor OfNumbers(Tensor predicted, Tensor targets) => nn.functional.huber_loss(predicted, targets, Delta, nn.Reduction.None);
}
