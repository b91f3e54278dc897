using System.Diagnostics;
using System.Text.Json;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

/// <summary>The small checkpoints of golden/checkpoints, written by PyTorch and by hand. Nothing in them may run, and no claimed size may be
/// believed.</summary>
[TestClass]
[TestCategory(SharedFolder.Category)]
public sealed class CheckpointFixtureTests
{
    [TestMethod]
    [DataRow("zip.pth")]
    [DataRow("parameters.pth")]
    [DataRow("nested_module.pth")]
    [DataRow("build_metadata.pth")]
    [DataRow("ema.pth")]
    [DataRow("ema.pth#model_ema")]
    [DataRow("legacy.pth")]
    [DataRow("lightning.pth")]
    [DataRow("tensors.safetensors")]
    [DataRow("arrays.npz")]
    public void GivesTheValuesThatPyTorchStored(string file)
    {
        var expected = Expected().GetProperty(file);
        using var checkpoint = Checkpoint.Open(PathOf(file));
        HoldsExactly(expected, checkpoint);
    }

    [TestMethod]
    [DataRow("hostile_bomb.pth", "compressed entry")]
    [DataRow("hostile_bomb_consistent.pth", "compressed entry")]
    [DataRow("hostile_bomb_lying_length.pth", "compressed entry")]
    [DataRow("hostile_empty.pth", "is empty")]
    [DataRow("hostile_eval_legacy.pth", "eval'")]
    [DataRow("hostile_expand.pth", "'w': the shape [1099511627776] has 1099511627776 elements, more than the 24 that are stored")]
    [DataRow("hostile_header.safetensors", "claims a header of 1152921504606846976 bytes")]
    [DataRow("hostile_legacy_count.pth", "1152921504606846976")]
    [DataRow("hostile_legacy_truncated.pth", "cut short")]
    [DataRow("hostile_offsets.safetensors", "'w': its bytes [0, 64] must lie within the 32 that follow the header")]
    [DataRow("hostile_overlap.safetensors", "'a' and 'b' overlap")]
    [DataRow("hostile_short_storage.pth", "'conv.weight': its storage must have 24 elements and has 3 bytes")]
    [DataRow("hostile_system_zip.pth", "'posix.system'")]
    [DataRow("hostile_truncated.pth", "zip that was cut short")]
    [DataRow("hostile_view_outside.pth", "'w': the shape [1000] has 1000 elements")]
    [DataRow("hostile_object.npz", "array 'a': it holds Python objects")]
    public void RefusesWithTheFileAndTheReason(string file, string reason)
    {
        var path = PathOf(file);
        var before = Directory.GetFiles(Environment.CurrentDirectory, "HOSTILE*", SearchOption.AllDirectories).Length;
        var memory = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(path));
        Assert.IsLessThan(1.0, watch.Elapsed.TotalSeconds);
        Assert.IsLessThan(10_000_000, GC.GetAllocatedBytesForCurrentThread() - memory);
        Assert.Contains(path, error.Message);
        Assert.Contains(reason, error.Message);
        Assert.HasCount(before, Directory.GetFiles(Environment.CurrentDirectory, "HOSTILE*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void AFlippedByteIsFoundByTheChecksum()
    {
        var path = PathOf("damaged_crc.pth");
        var error = Assert.ThrowsExactly<InvalidDataException>(() =>
        {
            using var scope = NewDisposeScope();
            using var checkpoint = Checkpoint.Open(path);
            foreach (var (name, entry) in checkpoint.Entries) checkpoint.CopyTo(name, empty([.. entry.Shape]));
        });
        Assert.Contains(path, error.Message);
        Assert.Contains("checksum", error.Message);
    }

    [TestMethod]
    public void AnEntryThatClimbsOutOfTheFolderIsNeverWritten()
    {
        var path = PathOf("hostile_climbing_entry.pth");
        using var checkpoint = Checkpoint.Open(path);
        HoldsExactly(Expected().GetProperty("zip.pth"), checkpoint);
        foreach (var folder in new[] { Environment.CurrentDirectory, Path.Combine(Environment.CurrentDirectory, "../.."), Path.Combine(Path.GetTempPath(), "../..") })
            Assert.IsFalse(File.Exists(Path.Combine(folder, "HOSTILE_ENTRY")));
    }

    [TestMethod]
    public void AKeyThatIsNotThereIsRefusedWithThoseThatAre()
    {
        var path = PathOf("ema.pth");
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(path + "#weights"));
        Assert.Contains("has no tensors under 'weights'. Its keys: model, model_ema", error.Message);
    }

    internal static void HoldsExactly(JsonElement expected, Checkpoint checkpoint)
    {
        using var scope = NewDisposeScope();
        var rows = expected.EnumerateObject().ToList();
        CollectionAssert.AreEquivalent(rows.Select(row => row.Name).ToArray(), checkpoint.Entries.Keys.ToArray());
        foreach (var row in rows)
        {
            var entry = checkpoint.Entries[row.Name];
            var type = entry.Type == ScalarType.Byte ? "uint8" : entry.Type.ToString().ToLowerInvariant();
            Assert.AreEqual(row.Value.GetProperty("dtype").GetString(), type, row.Name);
            CollectionAssert.AreEqual(row.Value.GetProperty("shape").Deserialize<long[]>(), entry.Shape.ToArray(), row.Name);
            // Once widened, and once in its own type, which is read straight into the destination.
            var wide = empty([.. entry.Shape], dtype: ScalarType.Float64);
            var same = empty([.. entry.Shape], dtype: entry.Type);
            checkpoint.CopyTo(row.Name, wide);
            checkpoint.CopyTo(row.Name, same);
            var values = row.Value.GetProperty("values").Deserialize<double[]>();
            CollectionAssert.AreEqual(values, Values(wide), row.Name);
            CollectionAssert.AreEqual(values, Values(same), row.Name);
        }
    }

    // TorchSharp's accessor cannot read an empty tensor.
    private static double[] Values(Tensor tensor) => tensor.NumberOfElements == 0 ? [] : tensor.to(ScalarType.Float64).data<double>().ToArray();

    private static JsonElement Expected() => JsonDocument.Parse(File.ReadAllBytes(PathOf("expected.json"))).RootElement;

    private static string PathOf(string file)
    {
        var parts = file.Split('#');
        return SharedFolder.Require($"golden/checkpoints/{parts[0]}") + (parts.Length > 1 ? "#" + parts[1] : "");
    }
}
