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
        string[] facts = ["TorchSharp", "0.107.0", "libtorch", "computes", "libvips", "8.18.7", "threads an operation", "resnet18 imagenet1k-v1", "All is well."];
        foreach (var fact in facts.Append(runs["cache"]))
            StringAssert.Contains(doctor.Out, fact);
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
