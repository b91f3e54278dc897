using System.Text.Json;
using Microsoft.ML;
using MlNetTL.Interop;

namespace MlNetTL.Scoring;

/// <summary>How a model tells grades, in an annotation of their probabilities: for whoever joins several images to one.</summary>
/// <param name="Number">The column of the grade as a number.</param>
/// <param name="CutPoints">Where that number is cut into grades; null of CORAL.</param>
internal sealed record GradeColumns(string Number, IReadOnlyList<double>? CutPoints)
{
    private const string Kind = "MlNetTL.Grades";

    /// <summary>Reads the annotation; null where the classes are no grades.</summary>
    public static GradeColumns? Read(DataViewSchema.Column score) => TextAnnotation.Read(score, Kind) is { } json ? JsonSerializer.Deserialize<GradeColumns>(json) : null;

    /// <summary>Adds the annotation.</summary>
    public void AddTo(DataViewSchema.Annotations.Builder annotations) => TextAnnotation.Add(annotations, Kind, JsonSerializer.Serialize(this));
}
