using System.Text;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Weights;

/// <summary>Pickles by hand, in Latin-1: a letter is a byte.</summary>
[TestClass]
public sealed class PickleReaderTests
{
    [TestMethod]
    [DataRow("\u0080\u0002cos\nsystem\n.", "os.system")]
    [DataRow("\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093.", "builtins.eval")]
    [DataRow("(S'x'\nios\nsystem\n.", "0x53")]
    [DataRow("(ios\nsystem\n.", "os.system")]
    [DataRow("\u0080\u0002ctorch\nload\n.", "torch.load")]
    [DataRow("\u0080\u0002ccollections\nCounter\n.", "collections.Counter")]
    [DataRow("\u0080\u0002ctorch._utils\n_rebuild_tensor_v2\u0000\n.", "torch._utils._rebuild_tensor_v2")]
    public void AnyOtherGlobalIsRefusedByItsName(string pickle, string name)
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Read(pickle));
        Assert.StartsWith("file ", error.Message);
        Assert.Contains(name, error.Message);
    }

    [TestMethod]
    [DataRow("\u0080\u0002X\u00ff\u00ff\u00ff\u007fab.", "cut short")]
    [DataRow("\u0080\u0002", "cut short")]
    [DataRow(".", "more values than it gave")]
    [DataRow("(.", "more values than it gave")]
    [DataRow("t.", "mark")]
    [DataRow("h\u0005.", "never kept")]
    [DataRow("K\u0001K\u0002a.", "list")]
    [DataRow("K\u0001K\u0002K\u0003s.", "dictionary")]
    [DataRow("K\u0001}b.", "other than a dictionary")]
    [DataRow("ccollections\nOrderedDict\nK\u0001\u0085R.", "arguments that PyTorch does not give")]
    [DataRow("ccollections\nOrderedDict\n)\u0081.", "makes an object of 'collections.OrderedDict'")]
    [DataRow("(X\u0007\u0000\u0000\u0000storagectorch\nFloatStorage\nX\u0001\u0000\u0000\u00000X\u0003\u0000\u0000\u0000cpuJ\u00ff\u00ff\u00ff\u00fftQ.", "form that is not PyTorch's")]
    public void ADamagedPickleIsRefused(string pickle, string reason) =>
        Assert.Contains(reason, Assert.ThrowsExactly<InvalidDataException>(() => Read(pickle)).Message);

    [TestMethod]
    public void NumbersTextAndContainersAreRead()
    {
        // pickle.dumps([1, 256, -1, 1.5, True, None, "é", (2, 3), {"a": 4}], protocol=4)
        var bytes = Convert.FromHexString("8004952e000000000000005d94284b014d00014affffffff473ff8000000000000884e8c02c3a9944b024b0386947d948c0161944b0473652e");
        var list = (List<object?>)new PickleReader(new MemoryStream(bytes), Error).Read()!;
        CollectionAssert.AreEqual(new object?[] { 1L, 256L, -1L, 1.5, true, null, "é" }, list.Take(7).ToArray());
        CollectionAssert.AreEqual(new object?[] { 2L, 3L }, (object?[])list[7]!);
        Assert.AreEqual(("a", (object?)4L), ((PickleDictionary)list[8]!).Named.Single());
    }

    [TestMethod]
    public void ChecksumIsThatOfZip() => Assert.AreEqual(0xCBF43926u, Crc32.Append(Crc32.Append(0, "1234"u8), "56789"u8)); // the check value of the CRC catalogue

    private static object? Read(string latin1) => new PickleReader(new MemoryStream(Encoding.Latin1.GetBytes(latin1)), Error).Read();

    private static InvalidDataException Error(string sentence) => new($"file {sentence}");
}
