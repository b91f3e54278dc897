using MlNetTL.Experiments.Runs;

namespace MlNetTL.Cli.Runs;

/// <summary>Checks where results are to go before the work begins, not after it.</summary>
internal static class OutputPath
{
    /// <summary>A run's folder must be new or empty: no run overwrites another.</summary>
    public static void RequireNewFolder(string? folder)
    {
        if (folder is null) return;
        if (File.Exists(folder)) throw new ArgumentException($"--output must name a folder. Received: '{folder}', which is a file. Name another.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new ArgumentException($"--output must name a new or empty folder. Received: '{folder}', which holds files. "
                + RunFolder.WayOut(folder));
    }

    /// <summary>A file must not be called as a folder is.</summary>
    public static void RequireFile(string file)
    {
        if (Directory.Exists(file)) throw new ArgumentException($"--output must name a file. Received: '{file}', which is a folder. Name a file in it.");
    }
}
