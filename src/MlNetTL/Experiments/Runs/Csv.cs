using System.Globalization;
using MlNetTL.Data;

namespace MlNetTL.Experiments.Runs;

/// <summary>Fields of CSV files by RFC 4180.</summary>
internal static class Csv
{
    public static string Field(string text) => CsvText.Field(text);

    /// <summary>The shortest text that reads back as the same number; nothing for NaN.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Number(float value) => float.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
