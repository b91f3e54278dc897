using System.Buffers.Binary;
using System.Text;

namespace MlNetTL.Weights;

/// <summary>The entries of a zip as PyTorch and NumPy write them: where each one's bytes lie, and their checksum.</summary>
/// <remarks>By APPNOTE.TXT 6.3 with its 64-bit extension. A reader of its own, because tensors are read in place, at any position, straight into a
/// parameter.</remarks>
internal sealed class ZipIndex
{
    private const uint EntrySignature = 0x02014b50, LocalSignature = 0x04034b50, End64LocatorSignature = 0x07064b50, End64Signature = 0x06064b50;
    private const int LargestDirectory = 1 << 26;

    private readonly ByteSource _source;
    private readonly Dictionary<string, Entry> _entries = [];

    public ZipIndex(ByteSource source)
    {
        _source = source;
        var (count, start, size) = FindDirectory();
        if (size > LargestDirectory || start > (ulong)source.Length || size > (ulong)source.Length - start)
            throw source.Error("is a damaged zip: its directory lies outside the file.");
        ReadDirectory(source.Read((long)start, (int)size), count);
    }

    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Where an entry's bytes lie, and their CRC-32.</summary>
    /// <exception cref="InvalidDataException">There is no such entry, or it is compressed, encrypted or outside the file.</exception>
    public (ByteRange Range, uint Checksum) Find(string name)
    {
        var entry = Locate(name);
        // PyTorch stores tensors as they are. A small file whose entries inflate to many gigabytes is not one of its.
        if (entry.IsDeflated) throw _source.Error($"has a compressed entry '{name}'. PyTorch stores entries uncompressed: write the file again with torch.save.");
        return (entry.Stored, entry.Checksum);
    }

    /// <summary>Where an entry lies, stored or deflated.</summary>
    /// <exception cref="InvalidDataException">There is no such entry, or it is compressed otherwise, encrypted or outside the file.</exception>
    public ZipEntry Locate(string name)
    {
        if (!_entries.TryGetValue(name, out var entry)) throw _source.Error($"lacks its entry '{name}'.");
        if (entry.Method is not (0 or 8)) throw _source.Error($"has an entry '{name}' compressed by method {entry.Method}. Only stored and deflated ones are read.");
        if ((entry.Flags & 1) != 0) throw _source.Error($"has an encrypted entry '{name}'.");
        var header = _source.Read((long)Math.Min(entry.Header, long.MaxValue), 30);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature)
            throw _source.Error($"is a damaged zip: the entry '{name}' is not where the directory says.");
        var start = (long)entry.Header + 30 + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        if ((entry.Method == 0 && entry.Size != entry.StoredSize) || entry.StoredSize > (ulong)_source.Length || start > _source.Length - (long)entry.StoredSize)
            throw _source.Error($"is a damaged zip: the entry '{name}' claims {entry.StoredSize} bytes, which the file does not have there.");
        return new(name, new(start, (long)entry.StoredSize), (long)Math.Min(entry.Size, long.MaxValue), entry.Checksum, IsDeflated: entry.Method == 8);
    }

    // The end record is the last thing in the file but for a comment of up to 65535 bytes.
    private (ulong Count, ulong Start, ulong Size) FindDirectory()
    {
        var tail = _source.Read(Math.Max(0, _source.Length - 65557), (int)Math.Min(_source.Length, 65557));
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end > tail.Length - 22)
            throw _source.Error("is a zip that was cut short: its directory at the end is missing. Copy or download it again.");
        var record = tail.AsSpan(end);
        ulong count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        ulong size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        ulong start = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (end >= 20 && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end - 20)) == End64LocatorSignature)
        {
            var position = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - 12));
            var record64 = _source.Read(position, 56).AsSpan();
            if (BinaryPrimitives.ReadUInt32LittleEndian(record64) != End64Signature)
                throw _source.Error("is a damaged zip: its 64-bit end record is not where the locator says.");
            count = BinaryPrimitives.ReadUInt64LittleEndian(record64[32..]);
            size = BinaryPrimitives.ReadUInt64LittleEndian(record64[40..]);
            start = BinaryPrimitives.ReadUInt64LittleEndian(record64[48..]);
        }
        return (count, start, size);
    }

    private void ReadDirectory(ReadOnlySpan<byte> directory, ulong count)
    {
        try
        {
            for (var i = 0UL; i < count; i++)
            {
                if (BinaryPrimitives.ReadUInt32LittleEndian(directory) != EntrySignature) throw new ArgumentOutOfRangeException(nameof(count));
                int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]), extraLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]);
                var entry = new Entry(
                    Flags: BinaryPrimitives.ReadUInt16LittleEndian(directory[8..]),
                    Method: BinaryPrimitives.ReadUInt16LittleEndian(directory[10..]),
                    Checksum: BinaryPrimitives.ReadUInt32LittleEndian(directory[16..]),
                    StoredSize: BinaryPrimitives.ReadUInt32LittleEndian(directory[20..]),
                    Size: BinaryPrimitives.ReadUInt32LittleEndian(directory[24..]),
                    Header: BinaryPrimitives.ReadUInt32LittleEndian(directory[42..]));
                var name = Encoding.UTF8.GetString(directory.Slice(46, nameLength));
                if (!_entries.TryAdd(name, Widened(entry, directory.Slice(46 + nameLength, extraLength)))) throw _source.Error($"has two entries '{name}'.");
                directory = directory[(46 + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]))..];
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            throw _source.Error("is a damaged zip: its directory ends before its last entry.");
        }
    }

    // Sizes and positions that do not fit 32 bits read 0xFFFFFFFF, and follow in an extra field with the tag 1, in this order.
    private static Entry Widened(Entry entry, ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var field = extra.Slice(4, BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                if (entry.Size == uint.MaxValue) entry = entry with { Size = Next(ref field) };
                if (entry.StoredSize == uint.MaxValue) entry = entry with { StoredSize = Next(ref field) };
                if (entry.Header == uint.MaxValue) entry = entry with { Header = Next(ref field) };
                return entry;
            }
            extra = extra[(4 + field.Length)..];
        }
        return entry;
    }

    private static ulong Next(ref ReadOnlySpan<byte> field)
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(field);
        field = field[8..];
        return value;
    }

    private sealed record Entry(ushort Flags, ushort Method, uint Checksum, ulong StoredSize, ulong Size, ulong Header);
}
