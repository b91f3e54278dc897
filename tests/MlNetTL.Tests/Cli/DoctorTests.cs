using MlNetTL.Cli.Health;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Cli;

[TestClass]
public sealed class DoctorTests
{
    [TestMethod]
    public void DoctorTellsVersionsDevicesAndPlaces()
    {
        using var runs = new TinyRuns();
        var doctor = CommandLine.Run("doctor");
        Assert.AreEqual(0, doctor.ExitCode, doctor.Error);
        string[] facts = ["TorchSharp", "0.107.0", "libtorch", "computes", "libvips", "8.18.7", "threads an operation", "All is well."];
        foreach (var fact in facts.Append(runs["cache"]))
            StringAssert.Contains(doctor.Out, fact);
        foreach (var line in doctor.Out.Split('\n')) Assert.AreEqual(line.TrimEnd(), line, "No padding.");
        StringAssert.Contains(doctor.Out, "  Operating system  ");
    }

    [TestMethod]
    public void DoctorNamesTheWeightsThatAreThereAndCountsTheOthers()
    {
        using var runs = new TinyRuns();
        Directory.CreateDirectory(runs["cache/weights"]);
        runs.Write("cache/weights/resnet18-f37072fd.pth", "abc");
        var lines = CommandLine.Run("doctor").Out.Split('\n');
        Assert.Contains("  resnet18 imagenet1k-v1  there: resnet18-f37072fd.pth (1 kB)", lines);
        var all = PublishedWeights.All.Count;
        Assert.Contains($"  not there               {all - 1} of {all}; 'mlnettl weights list' names them, 'mlnettl weights pull' gets them", lines);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void DoctorTellsWhatTheAllocatorWasTold()
    {
        var allocator = CommandLine.Run("doctor").Out.Split('\n').Single(line => line.StartsWith("  Allocator", StringComparison.Ordinal));
        var asTheSystemHasIt = Environment.GetEnvironmentVariable("MLNETTL_ALLOCATOR") == "system";
        StringAssert.Contains(allocator, asTheSystemHasIt ? "as the system has it" : "glibc keeps large blocks");
    }

    [TestMethod]
    public void AFactThatCannotBeFoundHidesNoOther()
    {
        var problems = new List<string>();
        var findings = new Findings("Things", problems);
        findings.Add("before", () => "1");
        findings.Add("lost", () => throw new TypeInitializationException("X", new TypeInitializationException("Y", new DllNotFoundException("No x.so."))), "Install x.");
        findings.Add("after", () => "2");
        CollectionAssert.AreEqual(new[] { ("before", "1"), ("lost", "not found"), ("after", "2") }, findings.Section.Facts.ToArray());
        Assert.AreEqual("Install x. No x.so.", problems.Single());
    }

    [TestMethod]
    public void ACacheThatCannotBeWrittenIsAProblemWithAWayOut()
    {
        using var runs = new TinyRuns();
        var before = Environment.GetEnvironmentVariable("MLNETTL_CACHE");
        try
        {
            // A file stands where the folder should be.
            Environment.SetEnvironmentVariable("MLNETTL_CACHE", runs.Write("file", ""));
            var doctor = CommandLine.Run("doctor");
            Assert.AreEqual(1, doctor.ExitCode);
            StringAssert.Contains(doctor.Error, "Set MLNETTL_CACHE to a folder that is.");
        }
        finally
        {
            Environment.SetEnvironmentVariable("MLNETTL_CACHE", before);
        }
    }
}
