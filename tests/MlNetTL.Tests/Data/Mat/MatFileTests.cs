using System.Globalization;
using System.Text.Json;
using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

/// <summary>MATLAB files that SciPy and NumPy wrote, against what scipy.io.loadmat reads out of them (Fixtures/make.py).</summary>
[TestClass]
public sealed class MatFileTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Data", "Mat", "Fixtures");

    [TestMethod]
    [DataRow("plain")]
    [DataRow("compressed")]
    [DataRow("little")]
    [DataRow("little_compressed")]
    [DataRow("big")]
    [DataRow("big_compressed")]
    public void EveryClassOfNumbersIsReadAsSciPyReadsIt(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_folder, "expected.json")));
        var expected = json.RootElement.GetProperty(name).EnumerateObject().ToArray();
        var arrays = MatFile.Read(At($"{name}.mat"), [.. expected.Select(array => array.Name), "absent"]);
        Assert.HasCount(expected.Length, arrays);
        Assert.IsGreaterThanOrEqualTo(7, expected.Length);
        foreach (var array in expected)
        {
            CollectionAssert.AreEqual(array.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ToArray(), arrays[array.Name].Dimensions.ToArray(), array.Name);
            var values = array.Value.GetProperty("values").EnumerateArray().Select(value => Number(value.GetString()!)).ToArray();
            CollectionAssert.AreEqual(values, arrays[array.Name].Values, array.Name);
        }
    }

    [TestMethod]
    public void RowsAndColumnsAreToldApart()
    {
        var wider = MatFile.Read(At("big.mat"), ["wider"])["wider"];
        Assert.AreEqual("2 x 2", wider.Shape);
        CollectionAssert.AreEqual(new[] { 300.0, 2, 4, 65535 }, new[] { wider[0, 0], wider[0, 1], wider[1, 0], wider[1, 1] });
    }

    [TestMethod]
    [DataRow("words", "'words' is text, expected numbers.")]
    [DataRow("cell", "'cell' is a cell array, expected numbers.")]
    [DataRow("structure", "'structure' is a struct, expected numbers.")]
    [DataRow("complex", "'complex' has imaginary numbers, expected real ones.")]
    public void OtherArraysArePassedOverUnlessTheyAreAskedFor(string name, string message)
    {
        foreach (var file in new[] { "plain.mat", "compressed.mat" })
            Assert.AreEqual(message, Assert.ThrowsExactly<InvalidDataException>(() => MatFile.Read(At(file), [name])).Message);
    }

    [TestMethod]
    public void OtherVersionsAreNamedWithTheWayOut()
    {
        Assert.AreEqual("it is a MATLAB file of version 7.3 (HDF5). Save it anew in MATLAB with save(…, '-v7'), or in Python with scipy.io.savemat.", Refusal(At("v73.mat")));
        Assert.StartsWith("it is a MATLAB file of level 4", Refusal(At("v4.mat")));
        Assert.StartsWith("it is a MATLAB file of version 7.3", Refusal(File.ReadAllBytes(At("v73.mat"))[512..]));
        Assert.Contains("lacks the letters 'MI'", Refusal(new string('x', 200).Select(letter => (byte)letter).ToArray()));
        Assert.Contains("it has 3 bytes", Refusal("PNG"u8.ToArray()));
        Assert.Contains("it has 0 bytes", Refusal([]));
    }

    [TestMethod]
    public void WhatUnpacksToMoreThanItMayIsRefusedWithoutTheMemory()
    {
        foreach (var (file, message) in new[] { ("bomb.mat", "'types' says that it is 8396800 x 1"), ("liar.mat", "more than its") })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains(message, Refusal(At(file)));
            Assert.IsLessThan(4 << 20, GC.GetAllocatedBytesForCurrentThread() - before, file);
        }
    }

    [TestMethod]
    public void AFileThatIsCutShortAnywhereIsRefusedOrLacksTheArray()
    {
        foreach (var name in new[] { "little.mat", "little_compressed.mat" })
        {
            var whole = File.ReadAllBytes(At(name));
            for (var length = 0; length < whole.Length; length++)
            {
                using var cut = new MemoryStream(whole[..length]);
                try
                {
                    Assert.DoesNotContain("longs", MatFile.Read(cut, ["longs"]).Keys, $"{name}, {length} bytes");
                }
                catch (InvalidDataException error)
                {
                    Assert.IsGreaterThan(20, error.Message.Length);
                }
            }
        }
    }

    [TestMethod]
    public void AnyByteMayBeWrongWithoutAnotherError()
    {
        foreach (var name in new[] { "little.mat", "little_compressed.mat", "big.mat", "plain.mat", "compressed.mat" })
        {
            var whole = File.ReadAllBytes(At(name));
            for (var at = 0; at < whole.Length; at++)
                foreach (var value in new byte[] { 0, 0xFF, (byte)(whole[at] ^ 0x80), (byte)(whole[at] + 1) })
                {
                    var wrong = (byte[])whole.Clone();
                    wrong[at] = value;
                    using var stream = new MemoryStream(wrong);
                    try
                    {
                        MatFile.Read(stream, ["types", "real", "double", "cube"]);
                    }
                    catch (InvalidDataException)
                    {
                        // Anything else fails the test.
                    }
                }
        }
    }

    private static string At(string name) => Path.Combine(s_folder, name);

    private static string Refusal(string path) => Refusal(File.ReadAllBytes(path));

    private static string Refusal(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return Assert.ThrowsExactly<InvalidDataException>(() => MatFile.Read(stream, ["types"])).Message;
    }

    private static double Number(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
