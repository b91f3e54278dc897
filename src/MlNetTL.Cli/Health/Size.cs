using System.Globalization;

namespace MlNetTL.Cli.Health;

/// <summary>Bytes as people read them.</summary>
internal static class Size
{
    public static string Of(long bytes) => bytes switch
    {
        < 1_000_000 => $"{Math.Ceiling(bytes / 1e3).ToString("0", CultureInfo.InvariantCulture)} kB",
        < 1_000_000_000 => $"{(bytes / 1e6).ToString("0.#", CultureInfo.InvariantCulture)} MB",
        _ => $"{(bytes / 1e9).ToString("0.#", CultureInfo.InvariantCulture)} GB",
    };

    /// <summary>The bytes of all files in a folder; files that vanish meanwhile count nothing.</summary>
    public static long OfFolder(string folder) =>
        Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Sum(Length) : 0;

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
