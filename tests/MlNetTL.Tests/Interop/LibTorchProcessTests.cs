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

    // Each touches TorchSharp before the library: doctor by what it asks, train by --threads.
    [TestMethod]
    public async Task TheCommandLineLoadsOnAFreshFolder()
    {
        using (var output = new FreshOutput())
        {
            var doctor = await output.RunCommandAsync([], "doctor");
            Assert.AreEqual(0, doctor.ExitCode, doctor.Out + doctor.Error);
            StringAssert.Contains(doctor.Out, "All is well.");
        }
        using (var output = new FreshOutput())
        {
            File.WriteAllText(output["tiny.json"], """
                {
                  "name": "tiny",
                  "data": { "dataset": "phantoms", "validation": ["valid"], "phantoms": { "trainPatients": 8, "validPatients": 12, "size": 48 } },
                  "task": { "kind": "multiLabel", "labels": ["Cardiomegaly"], "blank": "negative" },
                  "image": { "size": 32, "channels": 1 },
                  "training": { "batchSize": 8, "epochs": 1 },
                }
                """);
            var train = await output.RunCommandAsync([], "train", output["tiny.json"], "--threads", "2", "--output", output["run"]);
            Assert.AreEqual(0, train.ExitCode, train.Out + train.Error);
            Assert.IsTrue(File.Exists(output["run/model.zip"]));
        }
    }

    [TestMethod]
    public async Task DoctorTellsOfAFolderWithoutLibtorchAndOfAllElse()
    {
        using var output = new FreshOutput();
        var empty = Directory.CreateDirectory(output["empty"]).FullName;
        var doctor = await output.RunCommandAsync([("MLNETTL_LIBTORCH", empty)], "doctor");
        Assert.AreEqual(1, doctor.ExitCode, doctor.Out + doctor.Error);
        StringAssert.Contains(doctor.Error, $"MLNETTL_LIBTORCH must name a folder that holds libtorch_cpu.so. Received: '{empty}'. Unset it to use the libtorch of the package");
        StringAssert.Contains(doctor.Out, "libtorch    not found");
        foreach (var fact in new[] { "Operating system  ", "Memory  ", "libvips  ", "8.18.7", "Allocator  ", output.Cache, "'mlnettl weights list' names them", $"MLNETTL_LIBTORCH  {empty}" })
            StringAssert.Contains(doctor.Out, fact);
        Assert.HasCount(1, doctor.Error.TrimEnd().Split('\n'), "One cause is told once.");

        var preview = await output.RunCommandAsync([("MLNETTL_LIBTORCH", empty)], "predict", output["none.zip"], output["empty"], "--threads", "1");
        Assert.AreEqual(1, preview.ExitCode, preview.Error);
        StringAssert.StartsWith(preview.Error, "MLNETTL_LIBTORCH must name a folder", "The sentence, not the initializer that it came through.");
    }

    [TestMethod]
    public async Task DoctorWarnsOfALibtorchOfUnknownVersion()
    {
        using var output = new FreshOutput();
        var doctor = await output.RunCommandAsync([("MLNETTL_LIBTORCH", output.NativeFolder)], "doctor");
        Assert.AreEqual(0, doctor.ExitCode, doctor.Out + doctor.Error);
        StringAssert.Contains(doctor.Error, $"Warning: libtorch comes from {output.NativeFolder} (MLNETTL_LIBTORCH), which does not tell its version");
    }
}
