namespace MlNetTL.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds MlNetTL.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MlNetTL.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"MlNetTL.sln must lie above the tests. Looked upward from {AppContext.BaseDirectory}.");
    }
}
