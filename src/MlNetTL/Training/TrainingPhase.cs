namespace MlNetTL.Training;

/// <summary>A part of a fit in which the same stages train: fastai's <c>fine_tune</c>, for one, is some epochs of the head and then some of all (Howard and Gugger, 'fastai: a layered API for
/// deep learning', 2020).</summary>
/// <param name="Epochs">How many epochs it has; at least 1.</param>
/// <param name="TrainFrom">The first stage that trains, with all after it: one of 'stem', 'stage1', … 'stage4', 'head'; 'all' is the same as 'stem'. A phase trains no less than the one before it.</param>
/// <param name="LearningRate">The head's learning rate in this phase, above 0. Null: <see cref="ImageTransferLearningTrainer.Options.LearningRate"/>.</param>
/// <param name="RestartSchedule">Whether <see cref="ImageTransferLearningTrainer.Options.Schedule"/> begins anew, warm-up and plateaus included, and spans the epochs from this phase to the next one
/// that restarts it. False: it goes on over the phases' border.</param>
public sealed record TrainingPhase(int Epochs, string TrainFrom = TrainingPhase.All, double? LearningRate = null, bool RestartSchedule = false)
{
    internal const string All = "all";

    /// <summary>What <see cref="TrainFrom"/> can be.</summary>
    internal static IReadOnlyList<string> Names { get; } = [All, .. Backbones.Backbone.StageNames];

    /// <summary>The place of the first stage that trains, from 0.</summary>
    internal int FirstStage => TrainFrom == All ? 0 : Backbones.Backbone.IndexOf(TrainFrom);
}
