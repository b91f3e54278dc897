using System.Buffers.Binary;

namespace MlNetTL.Images;

/// <summary>Reads some bytes of a file; an empty array where the file ends before.</summary>
internal delegate byte[] ReadBytes(long offset, int count);

/// <summary>The first directory of a TIFF or BigTIFF file: its tags with their values as they lie in the file.</summary>
internal sealed class TiffDirectory
{
    public const ushort BitsPerSample = 258, Photometric = 262, StripOffsets = 273, Orientation = 274, SamplesPerPixel = 277, StripByteCounts = 279,
        PlanarConfiguration = 284, TileOffsets = 324, TileByteCounts = 325, SampleFormat = 339;

    private const int MostEntries = 4096;

    // Where an image's parts lie takes a few bytes each; thousands of tags that all point to one large place would fill the memory.
    private const long MostBytes = 1 << 26;

    private readonly SortedDictionary<ushort, (ushort Type, byte[] Values)> _tags = [];

    private TiffDirectory(bool isLittleEndian) => IsLittleEndian = isLittleEndian;

    /// <summary>The byte order of the file.</summary>
    public bool IsLittleEndian { get; }

    /// <summary>The tags in ascending order, their types, and their values in the file's byte order.</summary>
    public IReadOnlyDictionary<ushort, (ushort Type, byte[] Values)> Tags => _tags;

    /// <summary>Reads the directory, or gives null where it is not whole: then the decoder says what is wrong.</summary>
    public static TiffDirectory? Read(ReadBytes read)
    {
        var header = read(0, 16);
        if (header.Length < 16) return null;
        var directory = new TiffDirectory(header[0] == 'I');
        var isBig = directory.Number(header.AsSpan(2, 2)) == 43;
        var start = isBig ? directory.Number(header.AsSpan(8, 8)) : directory.Number(header.AsSpan(4, 4));
        int countBytes = isBig ? 8 : 2, entryBytes = isBig ? 20 : 12, inlineBytes = isBig ? 8 : 4;
        if (read((long)start, countBytes) is not { Length: > 0 } count) return null;
        var entries = directory.Number(count);
        if (entries > MostEntries || read((long)start + countBytes, (int)entries * entryBytes) is not { Length: > 0 } table) return null;
        var room = MostBytes;
        for (var i = 0; i < (int)entries; i++)
        {
            var entry = table.AsSpan(i * entryBytes, entryBytes);
            var (tag, type) = ((ushort)directory.Number(entry[..2]), (ushort)directory.Number(entry.Slice(2, 2)));
            var bytes = directory.Number(entry.Slice(4, inlineBytes)) * (ulong)SizeOf(type);
            if (bytes > (ulong)room) return null;
            room -= (long)bytes;
            var field = entry[^inlineBytes..];
            var values = bytes <= (ulong)inlineBytes ? field[..(int)bytes].ToArray() : read((long)directory.Number(field), (int)bytes);
            if ((ulong)values.Length != bytes) return null;
            directory._tags[tag] = (type, values);
        }
        return directory;
    }

    /// <summary>The whole numbers of a tag; none where it is absent.</summary>
    public ulong[] Numbers(ushort tag)
    {
        if (!_tags.TryGetValue(tag, out var found)) return [];
        var size = SizeOf(found.Type);
        return size == 0 ? [] : [.. Enumerable.Range(0, found.Values.Length / size).Select(i => Number(found.Values.AsSpan(i * size, size)))];
    }

    /// <summary>The first number of a tag, or another where it is absent.</summary>
    public ulong Number(ushort tag, ulong otherwise) => Numbers(tag) is [var first, ..] ? first : otherwise;

    /// <summary>The bytes of one value of a type; 0 for a type that nobody knows.</summary>
    public static int SizeOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    private ulong Number(ReadOnlySpan<byte> bytes) => (bytes.Length, IsLittleEndian) switch
    {
        (1, _) => bytes[0],
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };
}
