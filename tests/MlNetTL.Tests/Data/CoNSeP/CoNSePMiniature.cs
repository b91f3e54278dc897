namespace MlNetTL.Tests.Data;

/// <summary>A CoNSeP of four small tiles, which SciPy and Pillow wrote (Fixtures/make.py).</summary>
internal static class CoNSePMiniature
{
    /// <summary>What was made.</summary>
    public static string Fixtures { get; } = Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Data", "CoNSeP", "Fixtures");

    /// <summary>Writes it to a folder.</summary>
    public static void Write(string folder) => FolderCopy.Write(Path.Combine(Fixtures, "miniature"), folder);
}
