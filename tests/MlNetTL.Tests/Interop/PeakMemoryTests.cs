using MlNetTL.Interop;
using TorchSharp;

namespace MlNetTL.Tests.Interop;

[TestClass]
public sealed class PeakMemoryTests
{
    private const long Megabytes = 1 << 20;

    [TestMethod]
    public void ARiseIsSeenThoughItIsOverAndThoughMemoryWasHeldBefore()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("Only Linux sets its mark back.");
        // What is freed here must not hide the next rise, which could take place within it.
        torch.ones(100 * Megabytes).Dispose();
        var memory = PeakMemory.Watch();
        torch.ones(50 * Megabytes).Dispose();
        var rise = memory.Rise!.Value;
        Assert.IsGreaterThan(195 * Megabytes, rise, "200 MB of floats were written.");
        Assert.IsLessThan(260 * Megabytes, rise);
        Assert.IsLessThan(100 * Megabytes, PeakMemory.Watch().Rise!.Value, "Nothing happened since.");
    }

    [TestMethod]
    public void SomeMemoryIsAvailable()
    {
        var available = PeakMemory.Available();
        Assert.IsGreaterThan(Megabytes, available);
        Assert.IsLessThanOrEqualTo(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, available);
    }
}
