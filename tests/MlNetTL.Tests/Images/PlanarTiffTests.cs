using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>TIFFs whose bands lie apart: strips of several rows, tiles, both byte orders, BigTIFF (Fixtures/make.py).</summary>
[TestClass]
public sealed class PlanarTiffTests
{
    [TestMethod]
    [DataRow("planar_strips.tif", 20, 18, 4)]
    [DataRow("planar_big_endian.tif", 20, 18, 5)]
    [DataRow("planar_tiles.tif", 20, 18, 3)]
    [DataRow("planar_bigtiff.tif", 9, 18, 2)]
    public void EveryFormComesExactlyFromAFileAndFromMemory(string name, int height, int width, int bands)
    {
        var expected = Fixture.Words(Path.ChangeExtension(name, "raw"));
        CollectionAssert.AreEqual(expected, Fixture.DecodeWords(name, height, width, bands));
        var pixels = new byte[expected.Length * 2];
        ImageDecoder.DecodeBytes(Fixture.Bytes(name), new DecodeSettings(height, width, bands, PixelType.UInt16), pixels);
        CollectionAssert.AreEqual(expected, MemoryMarshal.Cast<byte, ushort>(pixels).ToArray());
        Assert.AreEqual(new ImageHeader("TIFF", width, height, bands, 16, 1), ImageDecoder.Probe(Fixture.Path(name)));
    }

    [TestMethod]
    public void ColoursAreColours()
    {
        var expected = Fixture.Bytes("planar_rgb.raw");
        CollectionAssert.AreEqual(expected, Fixture.Decode("planar_rgb.tif", 12, 10));
        var luma = Enumerable.Range(0, 120).Select(i => (byte)((expected[i] * 19595 + expected[120 + i] * 38470 + expected[240 + i] * 7471 + 0x8000) >> 16)).ToArray();
        CollectionAssert.AreEqual(luma, Fixture.Decode("planar_rgb.tif", 12, 10, channels: 1));
    }

    [TestMethod]
    public void DamageIsRefused()
    {
        using var folder = new TemporaryFolder();
        var whole = Fixture.Bytes("planar_strips.tif");
        void Refused(string reason, byte[] bytes)
        {
            File.WriteAllBytes(folder["image.tif"], bytes);
            var error = Assert.ThrowsExactly<UnreadableImageException>(() => Fixture.Decode(folder["image.tif"], new DecodeSettings(20, 18, 4, PixelType.UInt16)));
            Assert.Contains(reason, error.Reason);
        }
        Refused("damaged or end too early", whole[..^40]);
        Refused("damaged or end too early", Changed(whole, tag: 273, value: uint.MaxValue)); // One offset for all strips, or one far outside.
        Refused("damaged or end too early", Changed(whole, tag: 279, value: 3)); // The table of lengths is the file's first bytes.
        Refused("neither grey, nor red, green and blue, nor inks", Changed(whole, tag: 262, value: 6));
        Refused("it has 65 bands; up to 64 are read", Changed(whole, tag: 277, value: 65));
        Refused("damaged or end too early", Changed(whole, tag: 277, value: 5)); // Twelve strips are not those of five bands.
    }

    [TestMethod]
    public void StripsThatAllPointToTheSameBytesAreRefused()
    {
        var bytes = Fixture.Bytes("planar_strips.tif");
        var (offsets, lengths) = (Value(bytes, 273), Value(bytes, 279));
        for (var i = 1; i < 12; i++)
        {
            bytes.AsSpan(offsets, 4).CopyTo(bytes.AsSpan(offsets + 4 * i));
            bytes.AsSpan(lengths, 4).CopyTo(bytes.AsSpan(lengths + 4 * i));
        }
        var error = Assert.ThrowsExactly<UnreadableImageException>(() => ImageDecoder.DecodeBytes(bytes, new DecodeSettings(20, 18, 4), new byte[20 * 18 * 4]));
        Assert.Contains("damaged", error.Reason);
    }

    private static byte[] Changed(byte[] file, ushort tag, uint value)
    {
        var changed = (byte[])file.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(FieldOf(changed, tag)), value);
        return changed;
    }

    private static int Value(byte[] file, ushort tag) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(FieldOf(file, tag)));

    private static int FieldOf(byte[] file, ushort tag)
    {
        var directory = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        for (var entry = directory + 2; ; entry += 12)
            if (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(entry)) == tag) return entry + 8;
    }
}
