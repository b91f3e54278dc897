using System.Text.RegularExpressions;
using static MlNetTL.Data.TableSchema;

namespace MlNetTL.Data;

/// <summary>The columns of EyePACS' tables and the values they may hold.</summary>
internal static partial class EyePacsColumns
{
    public const string Image = "image", Level = "level", Usage = "Usage";

    /// <summary>Patient and eye of an image's name.</summary>
    public static (string Patient, string Eye)? ParseImage(string name) =>
        ImageName().Match(name) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value) : null;

    /// <summary>The same as a Table Schema (specs.frictionlessdata.io/table-schema), as it lies in <c>schemas/</c>.</summary>
    public static string ToTableSchema() => TableSchema.Of("EyePACS trainLabels.csv and retinopathy_solution.csv",
        Field(Image, "string", "patient and eye; the file's name without its ending, in train or test", new() { ["required"] = true, ["unique"] = true, ["pattern"] = ImageName().ToString() }),
        Field(Level, "integer", "grade of diabetic retinopathy: 0 none, 1 mild, 2 moderate, 3 severe, 4 proliferative",
            new() { ["required"] = true, ["minimum"] = 0, ["maximum"] = EyePacsLabels.HighestGrade }),
        Field(Usage, "string", "retinopathy_solution.csv alone: which part of the test set", new() { ["enum"] = Strings("Public", "Private") }));

    [GeneratedRegex("^([0-9]+)_(left|right)$")]
    private static partial Regex ImageName();
}
