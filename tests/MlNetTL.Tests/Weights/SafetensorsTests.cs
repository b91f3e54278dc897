using System.IO.Compression;
using System.Text;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

[TestClass]
public sealed class SafetensorsTests
{
    [TestMethod]
    public void WritesTheBytesOfTheFormatsDefinition()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [("a", tensor(new[] { 1f, -2f })), ("b", tensor(new byte[] { 7 }))]);
        var header = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}""";
        var padded = header.PadRight((header.Length + 7) / 8 * 8);
        byte[] expected = [(byte)padded.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(padded), 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 7];
        CollectionAssert.AreEqual(expected, stream.ToArray());
    }

    [TestMethod]
    [DataRow(ScalarType.Float32)]
    [DataRow(ScalarType.Float64)]
    [DataRow(ScalarType.Float16)]
    [DataRow(ScalarType.BFloat16)]
    [DataRow(ScalarType.Int64)]
    [DataRow(ScalarType.Int32)]
    [DataRow(ScalarType.Int16)]
    [DataRow(ScalarType.Int8)]
    [DataRow(ScalarType.Byte)]
    [DataRow(ScalarType.Bool)]
    public void EveryTypeComesBackFromEveryLayoutThroughAStreamThatCannotSeek(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var value = arange(24).reshape(2, 3, 4).to(type);
        var transposed = value.permute(2, 0, 1);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            SafetensorsWriter.Write(gzip, [("plain", value), ("transposed", transposed), ("one", value[1, 2, 3]), ("none", value[TensorIndex.Slice(0, 0)])]);
        packed.Position = 0;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var checkpoint = Checkpoint.OpenSafetensors(unpacked, "packed");
        foreach (var (name, expected) in new[] { ("plain", value), ("transposed", transposed), ("one", value[1, 2, 3]), ("none", value[TensorIndex.Slice(0, 0)]) })
        {
            // Into rows that lie apart, as channels-last weights do, and into a dense tensor.
            var apart = zeros([.. expected.shape, 2], dtype: type).select(-1, 0);
            var dense = zeros(expected.shape, dtype: type);
            checkpoint.CopyTo(name, apart);
            checkpoint.CopyTo(name, dense);
            Assert.IsTrue(apart.Equals(expected) && dense.Equals(expected), name);
        }
        CollectionAssert.AreEqual(new[] { "plain", "transposed", "one", "none" }, checkpoint.Entries.Keys.ToArray());
    }

    [TestMethod]
    public void AStreamStaysOpenAndAFileCanBeDeletedAfterwards()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [("a", ones(3))]);
        Checkpoint.OpenSafetensors(stream, "stream").Dispose();
        Assert.IsTrue(stream.CanRead);
        File.WriteAllBytes(folder["weights.anything"], stream.ToArray());
        Checkpoint.Open(folder["weights.anything"]).Dispose();
        File.Delete(folder["weights.anything"]);
    }

    [TestMethod]
    [DataRow("""{"w":{"dtype":"F32","shape":[-1,-4],"data_offsets":[0,16]}}""", "[-1, -4]")]
    [DataRow("""{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,16]}}""", "does not fit")]
    [DataRow("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[-16,0]}}""", "must lie within")]
    [DataRow("""{"w":{"dtype":"F8_E4M3","shape":[16],"data_offsets":[0,16]}}""", "found F8_E4M3")]
    [DataRow("""{"w":{"dtype":"F32","shape":[4]}}""", "header that is not the JSON of safetensors")]
    [DataRow("""{"w":{"dtype":"F32","shape":[1e400],"data_offsets":[0,16]}}""", "header that is not the JSON of safetensors")]
    [DataRow("""{"w":1}""", "header that is not the JSON of safetensors")]
    [DataRow("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "header that is not the JSON of safetensors")]
    [DataRow("""{"w":{"dtype":"F32","shape":[]""", "header that is not the JSON of safetensors")]
    public void ABadHeaderIsRefusedWithTheFileAndTheReason(string header, string reason)
    {
        using var stream = new MemoryStream([.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[16]]);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.OpenSafetensors(stream, "bad.safetensors"));
        Assert.StartsWith("bad.safetensors ", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [TestMethod]
    public void ANameTwiceAnUnknownNameAndAnotherShapeAreRefused()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        Assert.ThrowsExactly<ArgumentException>(() => SafetensorsWriter.Write(stream, [("a", ones(1)), ("a", ones(1))]));
        stream.SetLength(0);
        SafetensorsWriter.Write(stream, [("weight", ones(3))]);
        using var checkpoint = Checkpoint.OpenSafetensors(stream, "file");
        Assert.Contains("Did you mean 'weight'?", Assert.ThrowsExactly<ArgumentException>(() => checkpoint.CopyTo("weigth", ones(3))).Message);
        Assert.Contains("[3]. Received: [4]", Assert.ThrowsExactly<ArgumentException>(() => checkpoint.CopyTo("weight", ones(4))).Message);
    }
}
