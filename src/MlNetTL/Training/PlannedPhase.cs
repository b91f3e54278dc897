namespace MlNetTL.Training;

/// <summary>A phase with its place in the fit.</summary>
/// <param name="FirstEpoch">Its first epoch, from 1; the next phase's ends it.</param>
/// <param name="FirstStage">The place of the first stage that trains, from 0; those before it are frozen.</param>
/// <param name="LearningRate">The head's learning rate.</param>
/// <param name="RestartsSchedule">Whether the schedule begins anew with it.</param>
/// <param name="FromTheBest">Whether it starts from the best epoch so far, and chooses a best one of its own.</param>
internal sealed record PlannedPhase(int FirstEpoch, int FirstStage, double LearningRate, bool RestartsSchedule = false, bool FromTheBest = false);
