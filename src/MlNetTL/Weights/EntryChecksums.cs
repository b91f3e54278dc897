namespace MlNetTL.Weights;

/// <summary>The checksums of a zip's entries, each compared once, when its tensor is read: a file may hold much that nobody asks for.</summary>
internal sealed class EntryChecksums(ByteSource source)
{
    private readonly Dictionary<ByteRange, (ByteRange Entry, uint Checksum)> _unverified = [];

    /// <summary>Notes what an entry must have.</summary>
    /// <param name="values">Where the tensor's values lie in it.</param>
    /// <param name="entry">The whole entry.</param>
    /// <param name="checksum">Its CRC-32.</param>
    public void Expect(ByteRange values, ByteRange entry, uint checksum) => _unverified[values] = (entry, checksum);

    /// <exception cref="InvalidDataException">The entry's bytes have another checksum.</exception>
    public void Verify(ByteRange values)
    {
        lock (_unverified)
        {
            if (!_unverified.TryGetValue(values, out var expected)) return;
            Check(source, expected.Entry, expected.Checksum);
            _unverified.Remove(values);
        }
    }

    /// <exception cref="InvalidDataException">The bytes have another checksum.</exception>
    public static void Check(ByteSource source, ByteRange range, uint expected)
    {
        var buffer = new byte[Math.Min(range.Length, 1 << 20)];
        var checksum = 0u;
        for (var done = 0L; done < range.Length; done += buffer.Length)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, range.Length - done));
            source.Read(range.Start + done, piece);
            checksum = Crc32.Append(checksum, piece);
        }
        if (checksum == expected) return;
        throw source.Error($"is damaged: the bytes from position {range.Start} have the checksum {checksum:x8} and must have {expected:x8}. Copy or download it again.");
    }
}
