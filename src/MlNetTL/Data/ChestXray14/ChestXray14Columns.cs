using System.Globalization;
using static MlNetTL.Data.TableSchema;

namespace MlNetTL.Data;

/// <summary>The columns of ChestX-ray14's table and the values they may hold.</summary>
internal static class ChestXray14Columns
{
    public const string Image = "Image Index", Findings = "Finding Labels", FollowUp = "Follow-up #", Patient = "Patient ID", Age = "Patient Age", View = "View Position";

    public const int OldestAge = 150;

    /// <summary>Some copies say Sex.</summary>
    public static IReadOnlyList<string> SexNames { get; } = ["Patient Gender", "Patient Sex"];

    /// <summary>The release writes <c>OriginalImage[Width,Height]</c> without quotation marks: the comma in it parts two columns. Copies of it mend the names.</summary>
    public static IReadOnlyList<string> WidthNames { get; } = ["OriginalImage[Width", "OriginalImageWidth"];

    /// <inheritdoc cref="WidthNames"/>
    public static IReadOnlyList<string> HeightNames { get; } = ["Height]", "OriginalImageHeight"];

    public static IReadOnlyList<string> Views { get; } = ["PA", "AP"];

    /// <summary>Years from <c>058Y</c>, <c>58</c>, <c>010M</c> or <c>002D</c>; NaN where blank or where nobody is so old; null for any other text.</summary>
    /// <remarks>The release has ages such as 414, which a reader that refuses them could not load.</remarks>
    public static float? ParseAge(string text)
    {
        if (text.Length == 0) return float.NaN;
        var unit = char.IsAsciiDigit(text[^1]) ? 1 : text[^1] switch { 'Y' => 1, 'M' => 12, 'D' => 365.25f, _ => float.NaN };
        var digits = char.IsAsciiDigit(text[^1]) ? text : text[..^1];
        if (float.IsNaN(unit) || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return number / unit is <= OldestAge and var years ? years : float.NaN;
    }

    /// <summary>The same as a Table Schema (specs.frictionlessdata.io/table-schema), as it lies in <c>schemas/</c>.</summary>
    public static string ToTableSchema() => TableSchema.Of("ChestX-ray14 Data_Entry_2017.csv; the commas inside the brackets part columns",
        Field(Image, "string", "the image's file name, in images_001 … images_012 or in images", new() { ["required"] = true, ["unique"] = true }),
        Field(Findings, "string", $"'{ChestXray14Labels.NoFinding}', or with '|' between: {string.Join(", ", ChestXray14Labels.Findings)}", new() { ["required"] = true }),
        Field(FollowUp, "integer", "number of the examination, from 0", new() { ["required"] = true, ["minimum"] = 0 }),
        Field(Patient, "integer", "the patient; the image's name begins with it", new() { ["required"] = true }),
        Field(Age, "string", "years, or 058Y, 010M, 002D"),
        Field(SexNames[0], "string", "F or M; some copies call the column Patient Sex", new() { ["enum"] = Strings("F", "M") }),
        Field(View, "string", "projection", new() { ["enum"] = Strings(Views) }),
        Field(WidthNames[0], "integer", "pixels before the release's images were brought to 1024 x 1024"),
        Field(HeightNames[0], "integer", "pixels before the release's images were brought to 1024 x 1024"),
        Field("OriginalImagePixelSpacing[x", "number", "millimetres"),
        Field("y]", "number", "millimetres"));
}
