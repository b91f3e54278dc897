namespace MlNetTL.Experiments.Runs;

/// <summary>One scored image.</summary>
/// <param name="Path">The image.</param>
/// <param name="Patient">The patient, or null where the data do not tell.</param>
/// <param name="Truth">binary: 0 or 1; multiLabel: 0, 1 or NaN (unknown) for each label; multiclass and ordinal: the index of the class, or -1 where
/// unknown; regression: the number, or NaN where unknown.</param>
/// <param name="Scores">The probabilities: of the positive class (binary), of each label (multiLabel) or of each class (multiclass, ordinal); the predicted
/// number (regression). NaN where the image
/// could not be read.</param>
/// <param name="Called">The class that is called, where it need not be the one with the highest score (ordinal); null where it is, and where the image could not be read.</param>
/// <param name="Study">The examination, told apart across all patients, or null where the data do not tell.</param>
/// <param name="Grade">The grade as a number, of a model by cut points; null of others.</param>
public sealed record EvaluationRow(string Path, string? Patient, float[] Truth, float[] Scores, int? Called = null, string? Study = null, float? Grade = null);
