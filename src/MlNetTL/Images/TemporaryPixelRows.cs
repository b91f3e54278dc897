using Microsoft.Win32.SafeHandles;
using MlNetTL.Foundation;

namespace MlNetTL.Images;

/// <summary>Rows of pixels that do not come from files: appended once by one thread, then read in any order, and gone when disposed.</summary>
internal sealed class TemporaryPixelRows : IPixelRows
{
    private readonly SafeFileHandle _file;

    /// <summary>Makes an empty file.</summary>
    /// <param name="rowBytes">Bytes of one row.</param>
    /// <param name="folder">Where the file is made; the folder <c>temporary</c> in <see cref="Folders.Cache"/> where null.</param>
    public TemporaryPixelRows(int rowBytes, string? folder)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowBytes, 1);
        RowBytes = rowBytes;
        Folder = folder ?? System.IO.Path.Combine(Folders.Cache, "temporary");
        Directory.CreateDirectory(Folder);
        var path = System.IO.Path.Combine(Folder, $"{Guid.NewGuid():N}.pixels");
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, FileOptions.DeleteOnClose);
        // Where files can be removed while open, not even a crash leaves it behind.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
    }

    /// <summary>Where the file lies.</summary>
    public string Folder { get; }

    public int Count { get; private set; }

    public int RowBytes { get; }

    /// <summary>The size of the file.</summary>
    public long Bytes => (long)Count * RowBytes;

    /// <summary>Adds a row.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Append(ReadOnlySpan<byte> row)
    {
        if (row.Length != RowBytes) throw new ArgumentException($"A row must have {RowBytes} bytes. Received: {row.Length}.", nameof(row));
        try
        {
            RandomAccess.Write(_file, row, Bytes);
        }
        catch (IOException error) when (DiskSpace.IsFull(error))
        {
            throw StoreSpace.DoesNotFit(Folder, Bytes + RowBytes, DiskSpace.FreeBytes(Folder), error);
        }
        Count++;
    }

    public void CopyTo(int row, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        destination = destination[..RowBytes];
        for (var offset = (long)row * RowBytes; destination.Length > 0;)
        {
            var read = RandomAccess.Read(_file, destination, offset);
            if (read == 0) throw new EndOfStreamException($"Row {row} of the temporary pixels in '{Folder}' is cut short.");
            destination = destination[read..];
            offset += read;
        }
    }

    public void Dispose() => _file.Dispose();
}
