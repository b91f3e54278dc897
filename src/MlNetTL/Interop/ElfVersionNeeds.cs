using System.Buffers.Binary;
using System.Text;

namespace MlNetTL.Interop;

/// <summary>Reads and edits the version needs (section SHT_GNU_verneed) of a little-endian 64-bit ELF file held in memory.</summary>
internal static class ElfVersionNeeds
{
    private const uint ShtGnuVerneed = 0x6ffffffe;
    private const ushort VerFlgWeak = 2;

    /// <summary>Marks one needed version as weak, so that the loader warns instead of failing where a library lacks it.</summary>
    /// <param name="elf">The whole file.</param>
    /// <param name="version">The version's name, such as GLIBCXX_3.4.32.</param>
    /// <returns>Whether the file needs that version.</returns>
    public static bool MakeWeak(Span<byte> elf, string version)
    {
        if (elf.Length < 64 || !elf[..4].SequenceEqual("\u007fELF"u8) || elf[4] != 2 || elf[5] != 1) return false;
        var sectionTable = (int)BinaryPrimitives.ReadInt64LittleEndian(elf[0x28..]);
        int sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3A..]), sections = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3C..]);
        for (var i = 0; i < sections; i++)
        {
            var section = elf[(sectionTable + i * sectionSize)..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) != ShtGnuVerneed) continue;
            var offset = (int)BinaryPrimitives.ReadInt64LittleEndian(section[24..]);
            var stringSection = BinaryPrimitives.ReadInt32LittleEndian(section[40..]);
            var strings = (int)BinaryPrimitives.ReadInt64LittleEndian(elf[(sectionTable + stringSection * sectionSize + 24)..]);
            return MakeWeakIn(elf, offset, strings, version);
        }
        return false;
    }

    // A chain of Verneed entries (one a library), each with a chain of Vernaux entries (one a version).
    private static bool MakeWeakIn(Span<byte> elf, int library, int strings, string version)
    {
        var found = false;
        while (true)
        {
            int count = BinaryPrimitives.ReadUInt16LittleEndian(elf[(library + 2)..]);
            var need = library + BinaryPrimitives.ReadInt32LittleEndian(elf[(library + 8)..]);
            for (var k = 0; k < count; k++)
            {
                var name = elf[(strings + BinaryPrimitives.ReadInt32LittleEndian(elf[(need + 8)..]))..];
                if (Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]) == version)
                {
                    var flags = BinaryPrimitives.ReadUInt16LittleEndian(elf[(need + 4)..]);
                    BinaryPrimitives.WriteUInt16LittleEndian(elf[(need + 4)..], (ushort)(flags | VerFlgWeak));
                    found = true;
                }
                need += BinaryPrimitives.ReadInt32LittleEndian(elf[(need + 12)..]);
            }
            var next = BinaryPrimitives.ReadInt32LittleEndian(elf[(library + 12)..]);
            if (next == 0) return found;
            library += next;
        }
    }
}
