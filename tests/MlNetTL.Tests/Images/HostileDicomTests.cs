using System.Buffers.Binary;
using System.Diagnostics;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>Files whose lengths and sizes lie end in a sentence: never in a hang, an exception of another kind, or memory that the file could not fill.</summary>
[TestClass]
public sealed class HostileDicomTests
{
    private static readonly string[] s_files =
        ["window", "implicit", "big", "deflated", "undefined", "implicit_undefined", "bare", "rle", "rle_rgb", "lossless", "lossless_frames", "lossless_rgb", "process14_7", "baseline", "palette", "jpeg2000"];

    [TestMethod]
    public void AFileThatEndsAnywhereIsReadOrRefused()
    {
        foreach (var name in s_files)
        {
            var file = Fixture.Bytes($"dicom/{name}.dcm");
            for (var length = 1; length < file.Length; length += Math.Max(1, file.Length / 40)) AssertReadOrRefused(file[..length], $"{name} cut to {length}");
        }
    }

    [TestMethod]
    public void AnyByteMayBeWrong()
    {
        foreach (var name in s_files)
        {
            var original = Fixture.Bytes($"dicom/{name}.dcm");
            for (var i = 128; i < original.Length; i += 1 + original.Length / 60)
                foreach (var wrong in new byte[] { 0, 0xFF })
                {
                    var file = (byte[])original.Clone();
                    file[i] = wrong;
                    AssertReadOrRefused(file, $"{name}, byte {i} is {wrong}");
                }
        }
    }

    [TestMethod]
    public void AHeaderOfAHugeImageIsRefusedBeforeAnythingIsAllocated()
    {
        foreach (var name in new[] { "window", "rle", "lossless" })
        {
            var file = Fixture.Bytes($"dicom/{name}.dcm");
            // 9,000 x 9,000 is within the limit on pixels: it is the file that is too small for it.
            SetWord(file, 0x0010, 9000);
            SetWord(file, 0x0011, 9000);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Assert.ThrowsExactly<UnreadableImageException>(() => DicomTests.Decode(file));
            Assert.IsLessThan(8 << 20, GC.GetTotalAllocatedBytes(precise: true) - before, name);
            SetWord(file, 0x0010, 65535);
            SetWord(file, 0x0011, 65535);
            Assert.Contains("limit", Assert.ThrowsExactly<UnreadableImageException>(() => DicomTests.Decode(file)).Message);
        }
    }

    [TestMethod]
    public void LengthsThatLieAreNamed()
    {
        var file = Fixture.Bytes("dicom/window.dcm");
        var study = Find(file, 0x0020, 0x000D);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(study + 6), 65000);
        var error = Assert.ThrowsExactly<UnreadableImageException>(() => DicomTests.Decode(file));
        Assert.Contains("(0020,000D)", error.Message);
        Assert.Contains("65,000", error.Message);
    }

    [TestMethod]
    public void SequencesWithoutEndAreNotFollowedForEver()
    {
        var file = new List<byte>(Fixture.Bytes("dicom/bare.dcm")[..20]);
        for (var depth = 0; depth < 100_000; depth++)
            file.AddRange([8, 0, 0x40, 0x11, (byte)'S', (byte)'Q', 0, 0, 255, 255, 255, 255, 0xFE, 0xFF, 0x00, 0xE0, 255, 255, 255, 255]);
        var clock = Stopwatch.StartNew();
        AssertReadOrRefused([.. file], "deep");
        Assert.IsLessThan(2, clock.Elapsed.TotalSeconds);
    }

    [TestMethod]
    public void WhatInflatesWithoutEndIsRefused()
    {
        var zeros = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(zeros, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            for (var i = 0; i < 9; i++) deflate.Write(new byte[64 << 20]);
        var head = Fixture.Bytes("dicom/deflated.dcm");
        var uid = head.AsSpan().IndexOf("1.2.840.10008.1.2.1.99"u8);
        var afterMeta = 132 + 12 + (int)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(140));
        Assert.IsGreaterThan(0, uid);
        var error = Assert.ThrowsExactly<UnreadableImageException>(() => DicomTests.Decode([.. head[..afterMeta], .. zeros.ToArray()]));
        Assert.Contains("512 MB", error.Message);
    }

    [TestMethod]
    public void AWindowWithoutWidthIsRefused()
    {
        var file = Fixture.Bytes("dicom/window.dcm");
        "0   "u8.CopyTo(file.AsSpan(Find(file, 0x0028, 0x1051) + 8));
        Assert.Contains("width", Assert.ThrowsExactly<UnreadableImageException>(() => DicomTests.Decode(file)).Message);
    }

    private static void AssertReadOrRefused(byte[] file, string what)
    {
        try
        {
            DicomTests.Decode(file);
        }
        catch (UnreadableImageException)
        {
        }
        catch (Exception error)
        {
            Assert.Fail($"{what}: {error.GetType().Name}: {error.Message} {error.StackTrace}");
        }
    }

    private static void SetWord(byte[] file, ushort element, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(Find(file, 0x0028, element) + 8), value);

    // The first: those in sequences come later.
    private static int Find(byte[] file, ushort group, ushort element) =>
        file.AsSpan().IndexOf((ReadOnlySpan<byte>)[(byte)group, (byte)(group >> 8), (byte)element, (byte)(element >> 8)]);
}
