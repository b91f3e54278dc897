namespace MlNetTL.Foundation;

/// <summary>Where the product keeps what outlives a run. Each folder can be moved by an environment variable.</summary>
public static class Folders
{
    /// <summary>The cache of decoded images, computed features and mended native files: <c>MLNETTL_CACHE</c>, or <c>mlnettl</c> in the user's cache folder.</summary>
    public static string Cache => FromEnvironment("MLNETTL_CACHE") ?? Path.Combine(UserCache, "mlnettl");

    /// <summary>The folder of pretrained weights: <c>MLNETTL_WEIGHTS</c>, or <c>weights</c> in the cache.</summary>
    public static string Weights => FromEnvironment("MLNETTL_WEIGHTS") ?? Path.Combine(Cache, "weights");

    /// <summary>The folder of decoded images: <c>images</c> in the cache.</summary>
    public static string Images => Path.Combine(Cache, "images");

    /// <summary>The folder of computed image features: <c>features</c> in the cache. It may be deleted whenever nothing runs.</summary>
    public static string Features => Path.Combine(Cache, "features");

    private static string UserCache =>
        FromEnvironment("XDG_CACHE_HOME")
        ?? (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"));

    private static string? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? Path.GetFullPath(value) : null;
}
