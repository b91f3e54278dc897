using System.Runtime.Versioning;

namespace MlNetTL.Tests.Interop;

/// <summary>libtorch is found and mended in processes of their own, as the loader asks once in a process.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class LibTorchProcessTests
{
    [TestMethod]
    public async Task ProcessesThatStartAtOnceOnAFreshFolderAllLoad()
    {
        using var output = new FreshOutput();
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => output.LoadTorchAsync()));
        foreach (var run in runs)
        {
            Assert.AreEqual(0, run.ExitCode, run.Output);
            Assert.Contains(path => path.StartsWith(output.NativeFolder, StringComparison.Ordinal) || path.EndsWith("libLibTorchSharp.so", StringComparison.Ordinal), run.Mapped);
        }
        Assert.IsEmpty(Directory.GetFiles(output.NativeFolder, "*.tmp*"), "Temporary files must not be left behind.");
        Assert.IsEmpty(Directory.GetFileSystemEntries(output.Cache));
    }

    [TestMethod]
    public async Task AReadOnlyFolderFallsBackToTheCache()
    {
        using var output = new FreshOutput();
        // Root may write everywhere, but nobody may rename a file over a folder.
        if (Environment.IsPrivilegedProcess) Directory.CreateDirectory(output.MendedFile);
        File.SetUnixFileMode(output.NativeFolder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var run = await output.LoadTorchAsync();
            Assert.AreEqual(0, run.ExitCode, run.Output);
            if (run.Mapped.Any(path => path.EndsWith("libLibTorchSharp.so", StringComparison.Ordinal))) Assert.Inconclusive("This system's libstdc++ needs no mend.");
            Assert.Contains(path => path.StartsWith(output.Cache, StringComparison.Ordinal), run.Mapped);
        }
        finally
        {
            File.SetUnixFileMode(output.NativeFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [TestMethod]
    public async Task AnotherFolderOfLibtorchIsUsed()
    {
        using var output = new FreshOutput();
        var other = Directory.CreateDirectory(output["other"]).FullName;
        // Moved, not copied: with nothing left beside the wrapper, only the other folder can have served.
        foreach (var file in Directory.GetFiles(output.NativeFolder).Where(file => Path.GetFileName(file) is var name && (name.StartsWith("libtorch", StringComparison.Ordinal) || name is "libc10.so" || name.StartsWith("libgomp", StringComparison.Ordinal))))
            File.Move(file, Path.Combine(other, Path.GetFileName(file)));
        var run = await output.LoadTorchAsync(("MLNETTL_LIBTORCH", other));
        Assert.AreEqual(0, run.ExitCode, run.Output);
        Assert.Contains(path => path.EndsWith("libtorch_cpu.so", StringComparison.Ordinal), run.Mapped);
    }

    [TestMethod]
    public async Task AFolderWithoutLibtorchIsNamed()
    {
        using var output = new FreshOutput();
        var run = await output.LoadTorchAsync(("MLNETTL_LIBTORCH", output.Cache));
        Assert.AreNotEqual(0, run.ExitCode);
        Assert.Contains($"MLNETTL_LIBTORCH must name a folder that holds libtorch_cpu.so. Received: '{output.Cache}'.", run.Output);
    }
}
