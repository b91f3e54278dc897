using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using MlNetTL.Images;

namespace MlNetTL.Scoring;

/// <summary>A finished file of features, mapped into memory: rows of floats that never change, each known by the hash of its image.</summary>
/// <remarks>
/// A head (mark, values a row, rows), for each row its 128-bit key and the checksum of its values (XXH3), that of all this, zeros up to a multiple of 16
/// bytes, and the rows, float32 in the machine's byte order. The mapping is given back by the finalizer at the latest: a reader never meets unmapped memory.
/// </remarks>
internal sealed class FeatureSegment
{
    private const int HeadBytes = 16, EntryBytes = 20, Alignment = 16;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte[] _index;
    private readonly int _width;

    private FeatureSegment(string path, byte[] index, int width)
    {
        (Path, _index, _width, Count) = (path, index, width, (index.Length - HeadBytes) / EntryBytes);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    private static ReadOnlySpan<byte> Mark => "MNTLFSG2"u8;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>Writes a segment.</summary>
    public static void Write(Stream stream, int width, IReadOnlyCollection<KeyValuePair<UInt128, float[]>> rows)
    {
        var index = new byte[RowsOffset(rows.Count)];
        Mark.CopyTo(index);
        BinaryPrimitives.WriteInt32LittleEndian(index.AsSpan(8), width);
        BinaryPrimitives.WriteInt32LittleEndian(index.AsSpan(12), rows.Count);
        var end = HeadBytes;
        foreach (var (key, values) in rows)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(index.AsSpan(end), key);
            BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(end + 16), RowChecksum.Of(MemoryMarshal.AsBytes<float>(values)));
            end += EntryBytes;
        }
        BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(end), RowChecksum.Of(index.AsSpan(0, end)));
        stream.Write(index);
        foreach (var (_, values) in rows) stream.Write(MemoryMarshal.AsBytes<float>(values));
    }

    /// <summary>Opens a segment; its rows are not read yet.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole segment of rows of this width.</exception>
    public static FeatureSegment Open(string path, int width)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[HeadBytes];
        if (file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes || !head.AsSpan(0, 8).SequenceEqual(Mark)) throw new InvalidDataException("it does not begin as a file of features");
        var (found, count) = (BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8)), BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(12)));
        // The length first: a damaged count must not take memory.
        if (found != width || count < 1 || count > file.Length / EntryBytes || file.Length != RowsOffset(count) + (long)count * width * sizeof(float))
            throw new InvalidDataException($"its length {file.Length:N0} does not fit {count:N0} rows of {found:N0} values, or those are not {width:N0}");
        var index = new byte[HeadBytes + count * EntryBytes];
        head.CopyTo(index, 0);
        file.ReadExactly(index.AsSpan(HeadBytes));
        var checksum = new byte[sizeof(uint)];
        file.ReadExactly(checksum);
        return BinaryPrimitives.ReadUInt32LittleEndian(checksum) == RowChecksum.Of(index)
            ? new(path, index, width)
            : throw new InvalidDataException("the checksum of its head is wrong");
    }

    /// <summary>The hash of a row's image.</summary>
    public UInt128 KeyOf(int row) => BinaryPrimitives.ReadUInt128LittleEndian(_index.AsSpan(HeadBytes + row * EntryBytes));

    /// <summary>Copies a row, unless its checksum shows that it is damaged.</summary>
    public bool TryRead(int row, Span<float> values)
    {
        _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(_view.PointerOffset + RowsOffset(Count) + (long)row * _width * sizeof(float)), values);
        return RowChecksum.Of(MemoryMarshal.AsBytes(values)) == BinaryPrimitives.ReadUInt32LittleEndian(_index.AsSpan(HeadBytes + row * EntryBytes + 16));
    }

    private static int RowsOffset(int count) => checked((HeadBytes + count * EntryBytes + sizeof(uint) + Alignment - 1) / Alignment * Alignment);
}
