using System.IO.MemoryMappedFiles;

namespace MlNetTL.Images;

/// <summary>A finished segment of a store, mapped into memory: rows of pixels that never change.</summary>
/// <remarks>
/// The mapping lives as long as anything refers to the segment and is then given back by its finalizer, so that a reader can never meet unmapped memory.
/// A row's checksum is verified when the row is first read, which costs one pass at memory speed; opening a segment reads its index only.
/// </remarks>
internal sealed unsafe class Segment
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _rows;
    private readonly SegmentIndex _index;
    private readonly byte[] _verified;

    private Segment(string path, SegmentIndex index)
    {
        (Path, _index, _verified) = (path, index, new byte[index.Count]);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _rows = start + _view.PointerOffset + index.RowsOffset;
        // Only the view's own handle keeps the mapping: a pointer that stays acquired would keep it for ever.
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Key and row of every image that the segment holds.</summary>
    public IEnumerable<(UInt128 Key, int Row)> Images => _index.Images;

    /// <summary>Opens a segment file.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole segment of these settings.</exception>
    public static Segment Open(string path, DecodeSettings settings)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new(path, SegmentIndex.Read(stream, settings));
    }

    /// <summary>Removes the file, if the system lets it; what is mapped stays readable.</summary>
    public void TryDelete()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Windows keeps files that are mapped.
        }
    }

    /// <summary>Copies a row.</summary>
    /// <returns>False where the row is damaged.</returns>
    public bool TryCopy(int row, Span<byte> destination)
    {
        new ReadOnlySpan<byte>(_rows + (long)row * _index.RowBytes, _index.RowBytes).CopyTo(destination);
        GC.KeepAlive(_view);
        if (_verified[row] != 0) return true;
        if (RowChecksum.Of(destination[.._index.RowBytes]) != _index.Checksum(row)) return false;
        _verified[row] = 1;
        return true;
    }
}
