using MlNetTL.Foundation;

namespace MlNetTL.Cli.Health;

/// <summary>Bytes as people read them.</summary>
internal static class Size
{
    public static string Of(long bytes) => ByteText.Of(bytes);

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
