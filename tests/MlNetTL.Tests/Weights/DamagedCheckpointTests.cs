using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

/// <summary>A good file with a byte changed, or cut short: it loads, or is refused with its name; nothing else may come out.</summary>
[TestClass]
[TestCategory(SharedFolder.Category)]
public sealed class DamagedCheckpointTests
{
    [TestMethod]
    [DataRow("build_metadata.pth", 13)]
    [DataRow("legacy.pth", 13)]
    [DataRow("tensors.safetensors", 13)]
    [DataRow("arrays.npz", 13)]
    [DataRow("module.pt", 13)]
    [DataRow("module_stream.pt", 13)]
    public void AChangedByteLoadsOrIsRefused(string file, int step) => ChangeBytes(file, step);

    [TestMethod]
    [DataRow("build_metadata.pth", 13)]
    [DataRow("legacy.pth", 13)]
    [DataRow("tensors.safetensors", 13)]
    [DataRow("arrays.npz", 13)]
    [DataRow("module.pt", 13)]
    [DataRow("module_stream.pt", 13)]
    public void AShorterFileIsRefused(string file, int step) => CutShort(file, step);

    [TestMethod]
    [TestCategory("Long")]
    [DataRow("build_metadata.pth")]
    [DataRow("legacy.pth")]
    [DataRow("tensors.safetensors")]
    [DataRow("arrays.npz")]
    [DataRow("module.pt")]
    [DataRow("module_stream.pt")]
    public void SoItIsForEveryByteAndEveryLength(string file)
    {
        ChangeBytes(file, 1);
        CutShort(file, 1);
    }

    private static void ChangeBytes(string file, int step)
    {
        var bytes = File.ReadAllBytes(PathOf(file));
        using var folder = new TemporaryFolder();
        var refused = 0;
        for (var i = 0; i < bytes.Length; i += step)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= (byte)(1 << (i % 8));
            if (!Loads(folder[file], changed)) refused++;
        }
        // Most bytes of these small files are structure; the old stream and safetensors have no checksum for the rest.
        Assert.IsGreaterThan(bytes.Length / step / 8, refused);
    }

    private static string PathOf(string file) =>
        file.StartsWith("module", StringComparison.Ordinal) ? PickledModuleTests.PathOf(file) : SharedFolder.Require($"golden/checkpoints/{file}");

    private static void CutShort(string file, int step)
    {
        var bytes = File.ReadAllBytes(PathOf(file));
        using var folder = new TemporaryFolder();
        Assert.IsTrue(Loads(folder[file], bytes));
        for (var length = 0; length < bytes.Length; length += step) Assert.IsFalse(Loads(folder[file], bytes[..length]), $"{length} bytes");
    }

    private static bool Loads(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        using var scope = NewDisposeScope();
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            foreach (var (name, entry) in checkpoint.Entries) checkpoint.CopyTo(name, empty([.. entry.Shape]));
            return true;
        }
        catch (InvalidDataException e)
        {
            Assert.StartsWith(path, e.Message);
            return false;
        }
    }
}
