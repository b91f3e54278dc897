namespace MlNetTL.Cli.Runs;

/// <summary>An image and what a model says of it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Scores">A probability for the label (binary), each label or each class; NaN where the image cannot be read or a label was not trained. Of a regression, the number.</param>
/// <param name="Error">Why the image cannot be read; empty where it can.</param>
/// <param name="Called">The grade that an ordinal model calls, from 0; null of other models and where the image cannot be read.</param>
/// <param name="Grade">The grade as a number, of a model by cut points; null of other models, NaN where the image cannot be read.</param>
internal sealed record ScoredImage(LabelledImage Image, float[] Scores, string Error, int? Called = null, float? Grade = null);
