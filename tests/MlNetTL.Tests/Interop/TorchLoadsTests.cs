using MlNetTL.Foundation;
using TorchSharp;

namespace MlNetTL.Tests.Interop;

/// <summary>TorchSharp loads. <see cref="FreshOutput"/> runs this test in processes of their own and asks which native files they mapped.</summary>
[TestClass]
public sealed class TorchLoadsTests
{
    /// <summary>The environment variable that names a file for the paths of libtorch's and TorchSharp's native files, as the kernel knows them.</summary>
    public const string MapsVariable = "MLNETTL_TEST_MAPS";

    [TestMethod]
    public void TorchAddsUp()
    {
        _ = Folders.Cache;
        using var numbers = torch.arange(5);
        Assert.AreEqual(10, numbers.sum().ToInt64());
        if (Environment.GetEnvironmentVariable(MapsVariable) is not { Length: > 0 } file) return;
        var mapped = from line in File.ReadLines("/proc/self/maps") let slash = line.IndexOf('/') where slash > 0 && line.Contains("torch", StringComparison.OrdinalIgnoreCase) select line[slash..];
        File.WriteAllLines(file, mapped.Distinct());
    }
}
