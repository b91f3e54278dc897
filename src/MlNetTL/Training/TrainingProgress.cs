namespace MlNetTL.Training;

/// <summary>Where a fit stands.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Epoch">The epoch, from 1; 0 before the first.</param>
/// <param name="Epochs">The most epochs there can be.</param>
/// <param name="Done">Images done in this stage (of this epoch).</param>
/// <param name="Total">Images of this stage (of this epoch).</param>
/// <param name="Loss">The mean loss of the epoch so far; NaN outside training.</param>
/// <param name="Elapsed">Time since the stage began; for training and validation, since the first epoch began.</param>
/// <param name="Remaining">An estimate of the time left, or null before there is one. Early stopping can make it shorter.</param>
public sealed record TrainingProgress(TrainingStage Stage, int Epoch, int Epochs, long Done, long Total, double Loss, TimeSpan Elapsed, TimeSpan? Remaining);
