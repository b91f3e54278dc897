namespace MlNetTL.Tests.Data;

/// <summary>Copies fixtures that a test then spoils.</summary>
internal static class FolderCopy
{
    /// <summary>Copies all files of a folder and its folders.</summary>
    public static void Write(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
