namespace MlNetTL.Images;

/// <summary>Writes a segment: rows in any order and from any thread into a temporary file, which gets its head and its name when all is there.</summary>
internal sealed class SegmentWriter : IDisposable
{
    /// <summary>The ends of the names of finished and of unfinished segments.</summary>
    public const string Extension = ".segment", TemporaryExtension = ".tmp";

    private readonly string _folder, _temporary;
    private readonly SegmentIndex _index;
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;
    private int _written;

    public SegmentWriter(string folder, DecodeSettings settings, int count)
    {
        (_folder, _temporary) = (folder, Path.Combine(folder, $"{Guid.NewGuid():N}{TemporaryExtension}"));
        _index = new(settings, count);
        _file = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.Write);
    }

    /// <summary>Writes a row.</summary>
    public void Write(int row, UInt128 key, ReadOnlySpan<byte> pixels)
    {
        RandomAccess.Write(_file, pixels, _index.RowsOffset + (long)row * _index.RowBytes);
        _index.Add(row, key, RowChecksum.Of(pixels));
        Interlocked.Increment(ref _written);
    }

    /// <summary>Gives the segment its name. Rows that were not written stay absent.</summary>
    /// <returns>The file, or null where no row was written.</returns>
    public string? Finish()
    {
        if (_written == 0) return null;
        RandomAccess.SetLength(_file, _index.FileBytes);
        RandomAccess.Write(_file, _index.ToBytes(), 0);
        RandomAccess.FlushToDisk(_file);
        _file.Dispose();
        var path = Path.Combine(_folder, Path.GetFileNameWithoutExtension(_temporary) + Extension);
        File.Move(_temporary, path);
        return path;
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_temporary);
    }
}
