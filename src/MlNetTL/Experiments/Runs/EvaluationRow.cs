namespace MlNetTL.Experiments.Runs;

/// <summary>One scored image.</summary>
/// <param name="Path">The image.</param>
/// <param name="Patient">The patient, or null where the data do not tell.</param>
/// <param name="Truth">binary: 0 or 1; multiLabel: 0, 1 or NaN (unknown) for each label; multiclass: the index of the class, or -1 where unknown.</param>
/// <param name="Scores">The probabilities: of the positive class (binary), of each label (multiLabel) or of each class (multiclass). NaN where the image
/// could not be read.</param>
/// <param name="Study">The examination, told apart across all patients, or null where the data do not tell.</param>
public sealed record EvaluationRow(string Path, string? Patient, float[] Truth, float[] Scores, string? Study = null);
