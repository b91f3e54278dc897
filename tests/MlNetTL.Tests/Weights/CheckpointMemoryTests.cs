using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

/// <summary>Peak memory of reading, by the kernel's own count of this process.</summary>
[TestClass]
[TestCategory("Long")]
[DoNotParallelize]
public sealed partial class CheckpointMemoryTests
{
    private const long Rows = 4096, Columns = 25088; // VGG's first linear layer: 103 million values

    [TestMethod]
    public void ALargeHalfPrecisionTensorNeedsLittleBesideTheParameter()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("Skipped: peak memory is read from /proc, which only Linux has.");
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var path = Write(folder["large.safetensors"]);
        var size = new FileInfo(path).Length;
        using var checkpoint = Checkpoint.Open(path);
        var parameter = zeros(Rows, Columns);
        Assert.IsLessThan(0.3 * size, Peak(() => checkpoint.CopyTo("weight", parameter)));
        Assert.AreEqual(0.5f, parameter.min().item<float>());
        // Into rows of another order, as a layer that was laid out channels-last.
        parameter.zero_();
        Assert.IsLessThan(0.3 * size, Peak(() => checkpoint.CopyTo("weight", parameter.view(Columns, Rows).t())));
        Assert.AreEqual(0.5f, parameter.min().item<float>());
        Assert.IsLessThan(0.3 * size, Peak(() => checkpoint.MomentsOf("weight")));
        // What is measured would have shown the whole tensor.
        Assert.IsGreaterThan(0.9 * size, Peak(() => full([Rows, Columns], 0.5, dtype: ScalarType.Float16).Dispose()));
    }

    // By hand: a tensor to write from would leave free memory behind, in which reading could hide.
    private static string Write(string path)
    {
        using var file = File.Create(path);
        var header = $$$"""{"weight":{"dtype":"F16","shape":[{{{Rows}}},{{{Columns}}}],"data_offsets":[0,{{{2 * Rows * Columns}}}]}}""";
        file.Write(BitConverter.GetBytes((long)header.Length));
        file.Write(Encoding.ASCII.GetBytes(header));
        var row = new Half[Columns];
        Array.Fill(row, (Half)0.5);
        for (var i = 0; i < Rows; i++) file.Write(MemoryMarshal.AsBytes<Half>(row));
        return path;
    }

    private static long Peak(Action action)
    {
        GC.Collect();
        _ = ReturnFreeMemory(0);
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Inconclusive($"Skipped: the peak cannot be reset here. {e.Message}");
        }
        var before = Status("VmRSS:");
        action();
        var peak = Status("VmHWM:") - before;
        Console.WriteLine($"{peak / 1e6:f1} MB");
        return peak;
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int ReturnFreeMemory(nuint pad);

    private static long Status(string name) =>
        1024 * long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
