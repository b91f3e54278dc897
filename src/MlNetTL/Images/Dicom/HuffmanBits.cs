namespace MlNetTL.Images;

/// <summary>Reads the bits of a JPEG scan: a zero after 0xFF is left out, and any other byte there is a marker, where the bits end.</summary>
internal sealed class HuffmanBits(byte[] code, int position)
{
    private ulong _bits;
    private int _count, _missing;

    /// <summary>The place of the next byte to read.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Whether more was read than there is. Ones are given then, which fill the last byte of a scan.</summary>
    public bool IsOverread => _missing > _count;

    /// <summary>The next difference (T.81, H.1.2.2); null where the code has no meaning.</summary>
    public int? Difference(HuffmanTable table)
    {
        Fill();
        var (category, length) = table.Look((int)(_bits >> (_count - 16)) & 0xFFFF);
        if (length == 0 || category > 16) return null;
        _count -= length;
        if (category == 0) return 0;
        if (category == 16) return 32768;
        _count -= category;
        var value = (int)(_bits >> _count) & ((1 << category) - 1);
        return value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
    }

    /// <summary>Goes to the bits after the restart marker that must come next.</summary>
    public bool Restart()
    {
        (_bits, _count, _missing) = (0, 0, 0);
        while (Position + 1 < code.Length && code[Position] == 0xFF && code[Position + 1] == 0xFF) Position++;
        if (Position + 1 >= code.Length || code[Position] != 0xFF || code[Position + 1] is not (>= 0xD0 and <= 0xD7)) return false;
        Position += 2;
        return true;
    }

    // At least 32 bits: a code of 16 and a difference of 16.
    private void Fill()
    {
        for (; _count < 32; _count += 8)
        {
            var isEnd = Position >= code.Length || (code[Position] == 0xFF && (Position + 1 >= code.Length || code[Position + 1] != 0));
            _bits = _bits << 8 | (isEnd ? 0xFFu : code[Position]);
            if (isEnd) _missing += 8;
            else Position += code[Position] == 0xFF ? 2 : 1;
        }
    }
}
