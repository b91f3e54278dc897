namespace MlNetTL.Training;

/// <summary>The loss became NaN or infinite.</summary>
/// <param name="epoch">The epoch, from 1.</param>
/// <param name="batch">The batch of that epoch, from 1.</param>
/// <param name="loss">The loss.</param>
/// <param name="learningRate">The head's learning rate in that step, schedule and phase included.</param>
public sealed class TrainingDivergedException(int epoch, int batch, double loss, double learningRate) : InvalidOperationException(
    $"The loss must stay finite. It became {loss} in epoch {epoch}, batch {batch}, at learning rate {learningRate:g4}. "
    + "Try a learning rate ten times lower; if that does not help, check the pixel range (a constant image?) and the labels, and use a larger batch.")
{
    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>The batch of that epoch, from 1.</summary>
    public int Batch { get; } = batch;
}
