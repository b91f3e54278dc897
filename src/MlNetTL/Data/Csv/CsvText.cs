namespace MlNetTL.Data;

/// <summary>Writes fields of CSV files by RFC 4180.</summary>
internal static class CsvText
{
    /// <summary>A field, in quotes where it needs them. One that begins with '#' is quoted too, so that no reader takes its line for a comment.</summary>
    public static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 && !text.StartsWith('#') ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
