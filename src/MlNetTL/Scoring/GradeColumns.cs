using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Scoring;

/// <summary>How a model tells grades, in an annotation of their probabilities: for whoever joins several images to one.</summary>
/// <param name="Number">The column of the grade as a number.</param>
/// <param name="CutPoints">Where that number is cut into grades; null of CORAL.</param>
internal sealed record GradeColumns(string Number, IReadOnlyList<double>? CutPoints)
{
    private const string Kind = "MlNetTL.Grades";

    /// <summary>Reads the annotation; null where the classes are no grades.</summary>
    public static GradeColumns? Read(DataViewSchema.Column score)
    {
        if (score.Annotations.Schema.GetColumnOrNull(Kind) is not { Type: TextDataViewType }) return null;
        ReadOnlyMemory<char> json = default;
        score.Annotations.GetValue(Kind, ref json);
        return JsonSerializer.Deserialize<GradeColumns>(json.Span);
    }

    /// <summary>Adds the annotation.</summary>
    public void AddTo(DataViewSchema.Annotations.Builder annotations)
    {
        var json = JsonSerializer.Serialize(this);
        annotations.Add(Kind, TextDataViewType.Instance, (ref ReadOnlyMemory<char> text) => text = json.AsMemory());
    }
}
