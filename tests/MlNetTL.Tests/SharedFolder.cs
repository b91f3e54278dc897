namespace MlNetTL.Tests;

/// <summary>Real images, weights and golden outputs. They lie beside the checkout (../shared) or where MLNETTL_SHARED says; tests that use them are skipped where they are absent.</summary>
internal static class SharedFolder
{
    /// <summary>The test category of everything that uses the folder.</summary>
    public const string Category = "RealData";

    private static readonly string? s_root = Find();

    /// <summary>The full path of something in the folder; ends the test as skipped where it is absent.</summary>
    public static string Require(string relativePath)
    {
        var path = s_root is null ? null : Path.Combine(s_root, relativePath);
        if (path is null || !Path.Exists(path)) Assert.Inconclusive($"Skipped: ../shared/{relativePath} is not on this machine.");
        return path!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MLNETTL_SHARED") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MlNetTL.sln"))) return Path.Combine(folder.Parent!.FullName, "shared");
        return null;
    }
}
