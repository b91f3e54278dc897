using System.Globalization;

namespace MlNetTL.Foundation;

/// <summary>Bytes as people read them, in units of 1000.</summary>
internal static class ByteText
{
    public static string Of(long bytes) => bytes switch
    {
        < 1_000_000 => $"{Math.Ceiling(bytes / 1e3).ToString("0", CultureInfo.InvariantCulture)} kB",
        < 1_000_000_000 => $"{(bytes / 1e6).ToString("0.#", CultureInfo.InvariantCulture)} MB",
        _ => $"{(bytes / 1e9).ToString("0.#", CultureInfo.InvariantCulture)} GB",
    };
}
