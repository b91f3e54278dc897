namespace MlNetTL.Scoring;

/// <summary>The names of a model's columns.</summary>
/// <param name="Feature">The image column it reads.</param>
/// <param name="Label">The label column it was trained on.</param>
/// <param name="Score">The score column it adds.</param>
/// <param name="PredictedLabel">The predicted label it adds (binary, multi-class and ordinal).</param>
/// <param name="Probability">The probability it adds (binary).</param>
/// <param name="Grade">The grade as a number that it adds (ordinal).</param>
internal sealed record ScoreColumnNames(string Feature, string Label, string Score, string PredictedLabel, string Probability, string Grade = "Grade");
