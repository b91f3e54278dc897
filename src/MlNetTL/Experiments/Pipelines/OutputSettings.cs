using MlNetTL.Evaluation;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>Where the results go, and what they tell.</summary>
/// <param name="Folder">The folder that gets one folder for each run. Relative to the working folder.</param>
/// <param name="Study">Measures studies beside images, where the data name them: max (the highest score of a study's images for each label, as CheXpert's validation has it; of grades how likely it is above each; not for multiclass and regression) or mean.
/// Absent: images alone.</param>
public sealed record OutputSettings(string Folder = "runs", ScoreAggregation? Study = null);
