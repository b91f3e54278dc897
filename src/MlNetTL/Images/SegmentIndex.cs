using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MlNetTL.Images;

/// <summary>The head of a segment file: whose rows these are, and the key and checksum of each.</summary>
/// <remarks>
/// Layout, little-endian: magic (8 bytes), version, bytes of a row, rows, bytes of the settings' fingerprint (4 each), the fingerprint in UTF-8,
/// an entry of 32 bytes a row (key 16, checksum 4, present 4, reserved 8), the SHA-256 of all this, zeros up to a multiple of 4,096, the rows.
/// </remarks>
internal sealed class SegmentIndex
{
    private const int Version = 2, FixedBytes = 24, EntryBytes = 32, HashBytes = 32, Alignment = 4096, MaxCount = 1 << 20;
    private static readonly byte[] s_magic = "MLTLPIX\n"u8.ToArray();

    private readonly UInt128[] _keys;
    private readonly uint[] _checksums;
    private readonly bool[] _present;
    private readonly byte[] _fingerprint;

    /// <summary>An index of rows that are not there yet.</summary>
    public SegmentIndex(DecodeSettings settings, int count)
    {
        (_keys, _checksums, _present) = (new UInt128[count], new uint[count], new bool[count]);
        _fingerprint = Encoding.UTF8.GetBytes(settings.Fingerprint);
        RowBytes = settings.RowBytes;
    }

    public int Count => _keys.Length;

    public int RowBytes { get; }

    /// <summary>Where the first row begins.</summary>
    public long RowsOffset => (HeadBytes + Alignment - 1) / Alignment * Alignment;

    /// <summary>Bytes of the whole file.</summary>
    public long FileBytes => RowsOffset + (long)Count * RowBytes;

    /// <summary>Key and row of every row that is there.</summary>
    public IEnumerable<(UInt128 Key, int Row)> Images => Enumerable.Range(0, Count).Where(row => _present[row]).Select(row => (_keys[row], row));

    private long HeadBytes => FixedBytes + _fingerprint.Length + (long)Count * EntryBytes + HashBytes;

    public uint Checksum(int row) => _checksums[row];

    /// <summary>Notes a row that has been written. Different rows may be noted by different threads.</summary>
    public void Add(int row, UInt128 key, uint checksum) => (_keys[row], _checksums[row], _present[row]) = (key, checksum, true);

    /// <summary>The bytes before the rows.</summary>
    public byte[] ToBytes()
    {
        var head = new byte[RowsOffset];
        s_magic.CopyTo(head, 0);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), RowBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(16), Count);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(20), _fingerprint.Length);
        _fingerprint.CopyTo(head, FixedBytes);
        for (var row = 0; row < Count; row++)
        {
            var entry = Entry(head, row);
            BinaryPrimitives.WriteUInt128LittleEndian(entry, _keys[row]);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[16..], _checksums[row]);
            BinaryPrimitives.WriteInt32LittleEndian(entry[20..], _present[row] ? 1 : 0);
        }
        var hashed = (int)HeadBytes - HashBytes;
        SHA256.HashData(head.AsSpan(0, hashed), head.AsSpan(hashed));
        return head;
    }

    /// <summary>Reads and checks the head of a segment file.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole segment of these settings; the message says why.</exception>
    public static SegmentIndex Read(Stream file, DecodeSettings settings)
    {
        var start = new byte[FixedBytes];
        if (file.ReadAtLeast(start, FixedBytes, throwOnEndOfStream: false) < FixedBytes || !start.AsSpan(0, 8).SequenceEqual(s_magic))
            throw new InvalidDataException("it does not begin as a segment does");
        int Field(int offset) => BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(offset));
        if (Field(8) != Version) throw new InvalidDataException($"its version is {Field(8)}, not {Version}");
        if (Field(16) is < 1 or > MaxCount) throw new InvalidDataException($"it claims {Field(16)} rows");
        var index = new SegmentIndex(settings, Field(16));
        if (Field(12) != index.RowBytes || Field(20) != index._fingerprint.Length) throw new InvalidDataException("it belongs to other settings");
        if (file.Length != index.FileBytes) throw new InvalidDataException($"it has {file.Length:N0} bytes, not {index.FileBytes:N0}");
        var head = new byte[index.HeadBytes];
        start.CopyTo(head, 0);
        file.ReadExactly(head, FixedBytes, head.Length - FixedBytes);
        var hashed = head.Length - HashBytes;
        if (!SHA256.HashData(head.AsSpan(0, hashed)).AsSpan().SequenceEqual(head.AsSpan(hashed)))
            throw new InvalidDataException("the checksum of its index is wrong");
        if (!head.AsSpan(FixedBytes, index._fingerprint.Length).SequenceEqual(index._fingerprint))
            throw new InvalidDataException("it belongs to other settings");
        for (var row = 0; row < index.Count; row++)
        {
            var entry = index.Entry(head, row);
            if (BinaryPrimitives.ReadInt32LittleEndian(entry[20..]) == 1)
                index.Add(row, BinaryPrimitives.ReadUInt128LittleEndian(entry), BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]));
        }
        return index;
    }

    private Span<byte> Entry(byte[] head, int row) => head.AsSpan(FixedBytes + _fingerprint.Length + row * EntryBytes, EntryBytes);
}
