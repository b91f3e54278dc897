using System.IO.Compression;
using System.Text;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Weights;

[TestClass]
public sealed class ZipIndexTests
{
    [TestMethod]
    public void FindsTheBytesThatAnotherZipWriterStored()
    {
        using var stream = Zip(CompressionLevel.NoCompression);
        using var source = ByteSource.OfStream(stream, "file");
        var zip = new ZipIndex(source);
        CollectionAssert.AreEqual(new[] { "a/first", "a/second" }, zip.Names.ToArray());
        var (range, checksum) = zip.Find("a/second");
        Assert.AreEqual("123456789", Encoding.ASCII.GetString(source.Read(range.Start, (int)range.Length)));
        Assert.AreEqual(0xCBF43926u, checksum);
    }

    [TestMethod]
    public void ACommentAfterTheDirectoryIsAllowed()
    {
        using var stream = Zip(CompressionLevel.NoCompression, comment: new string('x', 60_000));
        using var source = ByteSource.OfStream(stream, "file");
        Assert.AreEqual(9, new ZipIndex(source).Find("a/second").Range.Length);
    }

    [TestMethod]
    public void ACompressedOrMissingEntryIsRefused()
    {
        using var stream = Zip(CompressionLevel.SmallestSize);
        using var source = ByteSource.OfStream(stream, "file");
        var zip = new ZipIndex(source);
        Assert.StartsWith("file has a compressed entry 'a/second'.", Assert.ThrowsExactly<InvalidDataException>(() => zip.Find("a/second")).Message);
        Assert.AreEqual("file lacks its entry 'a/third'.", Assert.ThrowsExactly<InvalidDataException>(() => zip.Find("a/third")).Message);
    }

    // Made by the layout of APPNOTE.TXT 4.3.14 to 4.3.16 and 4.5.3: sizes and position in the extra field, the directory's place in the 64-bit end record.
    [TestMethod]
    public void TheSixtyFourBitFormIsRead()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var name = "d/x"u8;
        writer.Write(0x04034b50); writer.Write(new byte[22]); writer.Write((ushort)name.Length); writer.Write((ushort)0); writer.Write(name);
        var start = stream.Position;
        writer.Write("123456789"u8);
        var directory = stream.Position;
        writer.Write(0x02014b50); writer.Write(new byte[6]); writer.Write((short)0); writer.Write(new byte[4]); writer.Write(0xCBF43926u);
        writer.Write(uint.MaxValue); writer.Write(uint.MaxValue); writer.Write((ushort)name.Length); writer.Write((ushort)28); writer.Write(new byte[10]); writer.Write(uint.MaxValue);
        writer.Write(name);
        writer.Write((ushort)1); writer.Write((ushort)24); writer.Write(9UL); writer.Write(9UL); writer.Write(0UL);
        var end = stream.Position;
        writer.Write(0x06064b50); writer.Write(44UL); writer.Write(new byte[12]); writer.Write(1UL); writer.Write(1UL); writer.Write((ulong)(end - directory)); writer.Write((ulong)directory);
        writer.Write(0x07064b50); writer.Write(0); writer.Write((ulong)end); writer.Write(1);
        writer.Write(0x06054b50); writer.Write(new byte[4]); writer.Write(ushort.MaxValue); writer.Write(ushort.MaxValue); writer.Write(uint.MaxValue); writer.Write(uint.MaxValue); writer.Write((ushort)0);
        writer.Flush();
        using (var reference = new ZipArchive(new MemoryStream(stream.ToArray()))) Assert.AreEqual(9, reference.GetEntry("d/x")!.Length);

        using var source = ByteSource.OfStream(stream, "file");
        Assert.AreEqual((new ByteRange(start, 9), 0xCBF43926u), new ZipIndex(source).Find("d/x"));
    }

    private static MemoryStream Zip(CompressionLevel level, string comment = "")
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.Comment = comment;
            foreach (var (name, text) in new[] { ("a/first", "hello"), ("a/second", "123456789") })
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(Encoding.ASCII.GetBytes(text));
            }
        }
        return stream;
    }
}
