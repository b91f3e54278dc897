using System.Collections.Concurrent;

namespace MlNetTL.Images;

/// <summary>The decoded pixels of a list of files, in the order of the list. May be read from several threads at once, without locks.</summary>
public sealed class StoredImages : IPixelRows
{
    private readonly IReadOnlyList<string> _files;
    private readonly DecodeSettings _settings;
    private readonly ConcurrentQueue<string> _notes;
    private StoredRow[]? _rows;

    internal StoredImages(
        IReadOnlyList<string> files, DecodeSettings settings, StoredRow[] rows, IReadOnlyDictionary<int, string> unreadable, IEnumerable<string> notes)
    {
        (_files, _settings, _rows, Unreadable, _notes) = (files, settings, rows, unreadable, new(notes));
        RowBytes = settings.RowBytes;
    }

    /// <summary>The number of files.</summary>
    public int Count => _files.Count;

    /// <summary>Bytes of one image.</summary>
    public int RowBytes { get; }

    /// <summary>The rows that could not be read, with the reason. Their pixels are zero.</summary>
    public IReadOnlyDictionary<int, string> Unreadable { get; }

    /// <summary>What was found damaged in the store and made anew.</summary>
    public IReadOnlyCollection<string> Notes => _notes;

    /// <summary>Copies the pixels of one image: [channels, height, width], 16-bit values in the machine's byte order.</summary>
    /// <param name="row">The place of the file in the list.</param>
    /// <param name="destination">Takes <see cref="RowBytes"/> bytes.</param>
    /// <exception cref="UnreadableImageException">The stored pixels turn out to be damaged, and the image itself is gone.</exception>
    public void CopyTo(int row, Span<byte> destination)
    {
        var rows = _rows;
        ObjectDisposedException.ThrowIf(rows is null, this);
        if (destination.Length < RowBytes)
            throw new ArgumentException($"The destination must have {RowBytes} bytes. Received: {destination.Length}.", nameof(destination));
        destination = destination[..RowBytes];
        if (rows[row].Segment is not { } segment)
        {
            destination.Clear();
        }
        else if (!segment.TryCopy(rows[row].Row, destination))
        {
            // The file is removed so that the next preparation makes it anew; what is mapped stays readable.
            segment.TryDelete();
            _notes.Enqueue($"The stored pixels of '{BandFiles.Shown(_files[row])}' are damaged; the image was decoded again.");
            ImageDecoder.DecodeFile(_files[row], _settings, destination);
        }
    }

    /// <summary>Lets go of the store.</summary>
    public void Dispose() => _rows = null;
}
