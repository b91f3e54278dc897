using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using MlNetTL.Weights;
using static TorchSharp.torch;

namespace MlNetTL.Tests.Weights;

[TestClass]
public sealed class NpzTests
{
    [TestMethod]
    [DataRow("stored.npz", "stored")]
    [DataRow("deflated.npz", "stored")]
    [DataRow("versions.npz", "versions")]
    public void HoldsWhatNumpyWrote(string file, string expected)
    {
        using var checkpoint = Checkpoint.Open(Fixture(file));
        CheckpointFixtureTests.HoldsExactly(JsonDocument.Parse(File.ReadAllBytes(Fixture("npz.json"))).RootElement.GetProperty(expected), checkpoint);
    }

    [TestMethod]
    public void ZerosMayBeSmall()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(Fixture("zeros.npz"));
        var values = ones(1000, 1000);
        checkpoint.CopyTo("zeros", values);
        Assert.AreEqual(0, values.abs().max().item<float>());
    }

    [TestMethod]
    [DataRow("bigendian.npz", "array 'a': it was written big-endian")]
    [DataRow("records.npz", "array 'a': its elements must be of one plain type; found [('x', '<f4'), ('y', '<i4')]")]
    [DataRow("complex.npz", "array 'a': its type must be one of f4, f8, f2, i8, i4, i2, i1, u1, b1; found '<c8'")]
    [DataRow("stored.npz#ema", "has no keys to choose from. Received: #ema.")]
    public void RefusesWhatNumpyWroteOfOtherKinds(string file, string reason) => Refuses(Fixture(file), reason);

    [TestMethod]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1152921504606846976,), }", "does not fit its 8 bytes")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "does not fit its 8 bytes")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "does not fit 63 bits")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -1), }", "must be a dictionary")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "does not fit its 8 bytes")]
    [DataRow("{'descr': '<f4', 'fortran_order': 'no', 'shape': (2,), }", "truth value")]
    [DataRow("{'descr': '<f4', 'shape': (2,), }", "once each")]
    [DataRow("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "once each")]
    [DataRow("{'descr': '<f4', 'fortran_order': False, 'shape': __import__('os').system('touch HOSTILE'), }", "must be a dictionary")]
    [DataRow("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "it holds Python objects")]
    public void RefusesHeadersThatLie(string header, string reason)
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.npz"], Npz.Header(header), new byte[8]);
        Refuses(folder["a.npz"], "array 'a': it", reason);
    }

    [TestMethod]
    public void RefusesHeadersThatAreLongerThanTheFileOrNone()
    {
        using var folder = new TemporaryFolder();
        Write(folder["long.npz"], Npz.Header("{", claimed: 60_000), new byte[8]);
        Refuses(folder["long.npz"], "it claims a header of 60000 bytes; it has 10");
        Write(folder["short.npz"], [0x93, .. "NUM"u8], []);
        Refuses(folder["short.npz"], "it does not begin as a .npy array");
        Write(folder["version.npz"], [0x93, .. "NUMPY"u8, 9, 0, 0, 0], new byte[8]);
        Refuses(folder["version.npz"], "it does not begin as a .npy array of version 1, 2 or 3");
        Write(folder["blanks.npz"], Npz.Header("{'descr': '<f4'" + new string(' ', 9000) + "x"), []);
        Refuses(folder["blanks.npz"], "must be a dictionary");
        // A zip within: what is inside is never looked at.
        Write(folder["nested.npz"], File.ReadAllBytes(Fixture("stored.npz")), []);
        Refuses(folder["nested.npz"], "it does not begin as a .npy array");
    }

    [TestMethod]
    public void RefusesABombThatIsTrueToItsHeader()
    {
        using var folder = new TemporaryFolder();
        using (var npz = new Npz(folder["bomb.npz"], CompressionLevel.SmallestSize)) npz.Add("a", Npz.HeaderOf("<f4", 1 << 24), new byte[1 << 26]);
        Refuses(folder["bomb.npz"], "claims 67108940 bytes once inflated");
    }

    [TestMethod]
    public void RefusesManyEntriesOfTheSameBytes()
    {
        // Each is within bounds, and together they are not (Fifield, 'A better zip bomb', 2019).
        using var folder = new TemporaryFolder();
        using (var npz = new Npz(folder["bomb.npz"], CompressionLevel.SmallestSize))
            for (var i = 0; i < 12; i++) npz.Add($"{i}", Npz.HeaderOf("<f4", 1 << 20), new byte[1 << 22]);
        Refuses(folder["bomb.npz"], "bytes once inflated");
    }

    [TestMethod]
    [DataRow(-1, "that claims 4167 bytes and inflates to more")]
    [DataRow(1, "that claims 4169 bytes and inflates to 4168")]
    public void RefusesEntriesThatInflateToAnotherLength(int wrong, string reason)
    {
        using var folder = new TemporaryFolder();
        using (var npz = new Npz(folder["a.npz"], CompressionLevel.SmallestSize)) npz.Add("a", Npz.HeaderOf("<f4", 1024), new byte[4096]);
        var bytes = File.ReadAllBytes(folder["a.npz"]);
        // APPNOTE.TXT 4.3.12: the uncompressed size stands 24 bytes into the directory's entry.
        bytes[bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24] += (byte)wrong;
        File.WriteAllBytes(folder["a.npz"], bytes);
        Refuses(folder["a.npz"], reason);
    }

    [TestMethod]
    [DataRow(CompressionLevel.NoCompression)]
    [DataRow(CompressionLevel.SmallestSize)]
    public void AFlippedByteIsFoundByTheChecksum(CompressionLevel compression)
    {
        using var folder = new TemporaryFolder();
        using (var npz = new Npz(folder["a.npz"], compression)) npz.Add("a", [.. Enumerable.Range(0, 999).Select(i => i * 0.7f)], 999);
        var bytes = File.ReadAllBytes(folder["a.npz"]);
        bytes[compression == CompressionLevel.NoCompression ? 2000 : bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 16] ^= 1;
        File.WriteAllBytes(folder["a.npz"], bytes);
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(folder["a.npz"]);
        Assert.Contains("checksum", Assert.ThrowsExactly<InvalidDataException>(() => checkpoint.CopyTo("a", empty(999))).Message);
    }

    [TestMethod]
    public void WhatWasInflatedGoesWithTheCheckpoint()
    {
        ByteSource source;
        using (source = ByteSource.OfTemporary("file", stream => stream.Write("abc"u8))) Assert.AreEqual((byte)'c', source.Read(2, 1)[0]);
        Assert.ThrowsExactly<ObjectDisposedException>(() => source.Read(0, 1));
        using var folder = new TemporaryFolder();
        File.Copy(Fixture("deflated.npz"), folder["a.npz"]);
        Checkpoint.Open(folder["a.npz"]).Dispose();
        // Nobody holds the file any more.
        using var exclusive = new FileStream(folder["a.npz"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.IsTrue(exclusive.CanWrite);
    }

    [TestMethod]
    [DataRow("stored.npz")]
    [DataRow("deflated.npz")]
    public void AChangedByteLoadsOrIsRefusedByName(string file)
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Fixture(file));
        var refused = 0;
        for (var i = 0; i < bytes.Length; i += 7)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(folder["a.npz"], changed);
            using var scope = NewDisposeScope();
            try
            {
                using var checkpoint = Checkpoint.Open(folder["a.npz"]);
                foreach (var (name, entry) in checkpoint.Entries) checkpoint.CopyTo(name, empty([.. entry.Shape]));
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith(folder["a.npz"], e.Message);
                refused++;
            }
        }
        // The rest are bytes of the zip that nobody reads: times, and names that are told twice.
        Assert.IsGreaterThan(bytes.Length / 7 / 2, refused);
    }

    private static void Write(string path, byte[] header, byte[] values)
    {
        using var npz = new Npz(path);
        npz.Add("a", header, values);
    }

    private static void Refuses(string path, params string[] reasons)
    {
        var memory = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Checkpoint.Open(path));
        Assert.IsLessThan(1.0, watch.Elapsed.TotalSeconds);
        Assert.IsLessThan(10_000_000, GC.GetAllocatedBytesForCurrentThread() - memory);
        Assert.Contains(path.Split('#')[0], error.Message);
        foreach (var reason in reasons) Assert.Contains(reason, error.Message);
    }

    private static string Fixture(string name) => Path.Combine(Repository.Root, "tests", "MlNetTL.Tests", "Weights", "Fixtures", name);
}
