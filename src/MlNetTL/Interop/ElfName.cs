using System.Buffers.Binary;
using System.Text;

namespace MlNetTL.Interop;

/// <summary>Reads the name (SONAME) under which a little-endian 64-bit ELF library is known to the loader. It reads a few hundred bytes of the file.</summary>
internal static class ElfName
{
    private const uint ShtDynamic = 6;
    private const long DtSoname = 14;

    /// <summary>The SONAME; null where the file has none or is not such a library.</summary>
    public static string? Of(string path)
    {
        using var file = File.OpenRead(path);
        var header = Read(file, 0, 64);
        if (header.Length < 64 || !header.AsSpan(0, 4).SequenceEqual("\u007fELF"u8) || header[4] != 2 || header[5] != 1) return null;
        var table = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(0x28));
        int size = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x3A)), count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x3C));
        for (var i = 0; i < count; i++)
        {
            var section = Read(file, table + i * size, size);
            if (section.Length < 64) return null;
            if (BinaryPrimitives.ReadUInt32LittleEndian(section.AsSpan(4)) != ShtDynamic) continue;
            var strings = Read(file, table + BinaryPrimitives.ReadInt32LittleEndian(section.AsSpan(40)) * (long)size, size);
            return strings.Length < 64 ? null : NameIn(file, Section(file, section), BinaryPrimitives.ReadInt64LittleEndian(strings.AsSpan(24)));
        }
        return null;
    }

    private static string? NameIn(FileStream file, byte[] dynamic, long strings)
    {
        for (var at = 0; at + 16 <= dynamic.Length; at += 16)
        {
            if (BinaryPrimitives.ReadInt64LittleEndian(dynamic.AsSpan(at)) != DtSoname) continue;
            var name = Read(file, strings + BinaryPrimitives.ReadInt64LittleEndian(dynamic.AsSpan(at + 8)), 256);
            var end = Array.IndexOf(name, (byte)0);
            return end < 0 ? null : Encoding.ASCII.GetString(name, 0, end);
        }
        return null;
    }

    private static byte[] Section(FileStream file, byte[] header) =>
        Read(file, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(24)), (int)Math.Min(1 << 20, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(32))));

    private static byte[] Read(FileStream file, long offset, int count)
    {
        if (offset < 0 || offset > file.Length) return [];
        file.Position = offset;
        var bytes = new byte[count];
        return bytes[..file.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    }
}
