namespace MlNetTL.Images;

/// <summary>A Huffman table of JPEG (ITU-T T.81, annex C), as one look-up of 16 bits.</summary>
internal sealed class HuffmanTable
{
    private readonly byte[] _values = new byte[1 << 16], _lengths = new byte[1 << 16];

    private HuffmanTable()
    {
    }

    /// <summary>Makes a table of how many codes there are of each length, and what they stand for; null where there are more than fit.</summary>
    public static HuffmanTable? Of(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        var table = new HuffmanTable();
        for (int length = 1, code = 0, value = 0; length <= 16; length++, code <<= 1)
            for (var i = 0; i < counts[length - 1]; i++, code++, value++)
            {
                if (code >= 1 << length) return null;
                table._values.AsSpan(code << (16 - length), 1 << (16 - length)).Fill(values[value]);
                table._lengths.AsSpan(code << (16 - length), 1 << (16 - length)).Fill((byte)length);
            }
        return table;
    }

    /// <summary>What the code at the head of 16 bits stands for, and how many of them it takes; 0 where there is no such code.</summary>
    public (int Value, int Length) Look(int bits) => (_values[bits], _lengths[bits]);
}
