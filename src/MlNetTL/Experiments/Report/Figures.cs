using System.Globalization;
using MlNetTL.Evaluation;

namespace MlNetTL.Experiments.Report;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    public static string Number(double value, int digits = 3) => double.IsNaN(value) ? "–" : value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    public static string Percent(double value) => double.IsNaN(value) ? "–" : $"{(100 * value).ToString("0.0", CultureInfo.InvariantCulture)} %";

    /// <summary>Two digits, as JSON reads them: a rate is a matter of its power of ten.</summary>
    public static string Rate(double value) => value.ToString("g2", CultureInfo.InvariantCulture);

    public static string Interval(ConfidenceInterval interval) => interval.IsKnown ? $"{Number(interval.Low)} to {Number(interval.High)}" : "–";

    public static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(int value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";

    public static string Bytes(long? value) => value switch
    {
        null => "–",
        < 1_000_000_000 => $"{(value.Value / 1e6).ToString("0", CultureInfo.InvariantCulture)} MB",
        _ => $"{(value.Value / 1e9).ToString("0.0", CultureInfo.InvariantCulture)} GB",
    };

    public static string Millions(long value) => $"{(value / 1e6).ToString("0.0", CultureInfo.InvariantCulture)} M";

    public static string Duration(double seconds) => seconds switch
    {
        < 1 => $"{seconds.ToString("0.00", CultureInfo.InvariantCulture)} s",
        < 60 => $"{seconds.ToString("0.#", CultureInfo.InvariantCulture)} s",
        < 3600 => $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s",
        _ => $"{(int)(seconds / 3600)} h {(int)(seconds % 3600 / 60)} min",
    };
}
