namespace MlNetTL.Weights;

/// <summary>A checkpoint's bytes, read at any position by any thread. It knows the file's name for messages.</summary>
internal sealed class ByteSource : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly Lock _gate = new();

    private ByteSource(Stream stream, string name, bool leaveOpen) => (_stream, Name, _leaveOpen, Length) = (stream, name, leaveOpen, stream.Length);

    /// <summary>The name of the file or of the part of a model that is read.</summary>
    public string Name { get; }

    public long Length { get; }

    // No buffer: tensors are read in large pieces, straight to where they belong.
    public static ByteSource OfFile(string path) => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), path, leaveOpen: false);

    /// <summary>Reads a stream that can seek in place (and leaves it open); copies another to a temporary file first, so that memory stays bounded.</summary>
    public static ByteSource OfStream(Stream stream, string name)
    {
        return stream.CanSeek ? new(stream, name, leaveOpen: true) : CopyOf(stream, name);
    }

    /// <summary>Copies a stream to a temporary file, which goes away with the source.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="length">How many bytes there must be, where that is known: no more are written.</param>
    /// <param name="checksum">Their CRC-32, where it is known.</param>
    public static ByteSource CopyOf(Stream stream, string name, long? length = null, uint? checksum = null) => OfTemporary(name, copy =>
    {
        var buffer = new byte[1 << 16];
        var (written, found) = (0L, 0u);
        while (stream.Read(buffer) is > 0 and var count)
        {
            if (written + count > length) throw new InvalidDataException($"{name} is damaged: it holds more than the {length} bytes that it claims.");
            copy.Write(buffer, 0, count);
            written += count;
            if (checksum is not null) found = Crc32.Append(found, buffer.AsSpan(0, count));
        }
        if (written != (length ?? written) || found != (checksum ?? found))
            throw new InvalidDataException($"{name} is damaged: its bytes do not have the length or the checksum that it claims. Copy it again.");
    });

    /// <summary>Bytes in a temporary file, which goes away with the source.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="write">Writes the bytes.</param>
    public static ByteSource OfTemporary(string name, Action<Stream> write)
    {
        var path = Path.Combine(Path.GetTempPath(), $"mlnettl-{Guid.NewGuid():N}.weights");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        try
        {
            // Where an open file may be deleted, nothing is left of it even when the process is killed.
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            write(file);
            return new(file, name, leaveOpen: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Fills a buffer from a position.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void Read(long position, Span<byte> buffer)
    {
        if (position < 0 || position > Length - buffer.Length)
            throw Error($"is cut short: {buffer.Length} bytes are needed from position {position}, and it has {Length} bytes.");
        lock (_gate)
        {
            _stream.Position = position;
            _stream.ReadExactly(buffer);
        }
    }

    /// <summary>The bytes of a range that is known to be small.</summary>
    public byte[] Read(long position, int count)
    {
        if (position < 0 || position > Length - count) throw Error($"is cut short: {count} bytes are needed from position {position}, and it has {Length} bytes.");
        var bytes = new byte[count];
        Read(position, bytes);
        return bytes;
    }

    /// <summary>An error about this file: the sentence goes on after its name.</summary>
    public InvalidDataException Error(string sentence) => new($"{Name} {sentence}");

    public void Dispose()
    {
        if (!_leaveOpen) _stream.Dispose();
    }
}
