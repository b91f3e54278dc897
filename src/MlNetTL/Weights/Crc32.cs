using System.Buffers.Binary;

namespace MlNetTL.Weights;

/// <summary>The checksum of zip files: CRC-32 with the polynomial 0xEDB88320, eight bytes a step (Kounavis and Berry, 'A systematic approach to building
/// high performance software-based CRC generators', 2005).</summary>
internal static class Crc32
{
    private static readonly uint[][] s_tables = MakeTables();

    /// <summary>Continues a checksum; start with 0.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var t = s_tables;
        var crc = ~checksum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[7][low & 255] ^ t[6][(low >> 8) & 255] ^ t[5][(low >> 16) & 255] ^ t[4][low >> 24]
                ^ t[3][high & 255] ^ t[2][(high >> 8) & 255] ^ t[1][(high >> 16) & 255] ^ t[0][high >> 24];
        }
        foreach (var b in bytes) crc = t[0][(crc ^ b) & 255] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var k = 0; k < 8; k++)
        {
            tables[k] = new uint[256];
            for (var i = 0u; i < 256; i++)
            {
                var crc = k == 0 ? i : tables[k - 1][i];
                if (k == 0)
                    for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
                else crc = tables[0][crc & 255] ^ (crc >> 8);
                tables[k][i] = crc;
            }
        }
        return tables;
    }
}
