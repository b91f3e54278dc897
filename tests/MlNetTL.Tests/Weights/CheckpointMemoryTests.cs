using System.Globalization;
using System.IO.Compression;
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
    [DataRow("large.safetensors")]
    [DataRow("large.npz")]
    [DataRow("large.pth")]
    public void ALargeHalfPrecisionTensorNeedsLittleBesideTheParameter(string name)
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("Skipped: peak memory is read from /proc, which only Linux has.");
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var path = folder[name];
        if (name.EndsWith(".safetensors", StringComparison.Ordinal)) Write(path);
        else if (name.EndsWith(".npz", StringComparison.Ordinal)) WriteZip(path, "weight.npy", [], NumPyHeader);
        else WriteZip(path, "archive/data/0", [("archive/data.pkl", TorchPickle()), ("archive/version", "3\n"u8.ToArray())], []);
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
    private static void Write(string path)
    {
        using var file = File.Create(path);
        var header = $$$"""{"weight":{"dtype":"F16","shape":[{{{Rows}}},{{{Columns}}}],"data_offsets":[0,{{{2 * Rows * Columns}}}]}}""";
        file.Write(BitConverter.GetBytes((long)header.Length));
        file.Write(Encoding.ASCII.GetBytes(header));
        WriteValues(file);
    }

    private static void WriteValues(Stream stream)
    {
        var row = new Half[Columns];
        Array.Fill(row, (Half)0.5);
        for (var i = 0; i < Rows; i++) stream.Write(MemoryMarshal.AsBytes<Half>(row));
    }

    private static void WriteZip(string path, string entry, (string Name, byte[] Bytes)[] others, byte[] header)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in others)
        {
            using var other = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            other.Write(bytes);
        }
        using var stream = zip.CreateEntry(entry, CompressionLevel.NoCompression).Open();
        stream.Write(header);
        WriteValues(stream);
    }

    // NumPy's format 1.0: magic, version, the header's length, and a dictionary that ends in a line break.
    private static byte[] NumPyHeader
    {
        get
        {
            var text = $"{{'descr': '<f2', 'fortran_order': False, 'shape': ({Rows}, {Columns}), }}".PadRight(117) + "\n";
            return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. Encoding.ASCII.GetBytes(text)];
        }
    }

    // What torch.save writes of {'weight': tensor}, by the opcodes of Python's pickle, protocol 2.
    private static byte[] TorchPickle() =>
    [
        0x80, 2, (byte)'}', .. Unicode("weight"), .. "ctorch._utils\n_rebuild_tensor_v2\n"u8, (byte)'(',
        (byte)'(', .. Unicode("storage"), .. "ctorch\nHalfStorage\n"u8, .. Unicode("0"), .. Unicode("cpu"), .. Integer(Rows * Columns), (byte)'t', (byte)'Q',
        .. Integer(0), .. Integer(Rows), .. Integer(Columns), 0x86, .. Integer(Columns), .. Integer(1), 0x86, 0x89,
        .. "ccollections\nOrderedDict\n"u8, (byte)')', (byte)'R', (byte)'t', (byte)'R', (byte)'s', (byte)'.',
    ];

    private static byte[] Unicode(string text) => [(byte)'X', .. BitConverter.GetBytes(text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Integer(long value) => [(byte)'J', .. BitConverter.GetBytes((int)value)];

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
