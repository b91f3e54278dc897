using System.Security.Cryptography;
using System.Text.Json;
using MlNetTL.Foundation;

namespace MlNetTL.Weights;

/// <summary>What a server said of the file whose beginning was kept: what a later answer must agree with for its bytes to be the same file's.</summary>
/// <param name="Url">The address that was asked.</param>
/// <param name="Tag">The strong entity tag (RFC 9110, 8.8.3); null where there is none.</param>
/// <param name="Modified">The time of the last change; null where it is not said.</param>
/// <param name="Total">The length of the whole file; null where it is not said.</param>
internal sealed record PartNotes(Uri Url, string? Tag, DateTimeOffset? Modified, long? Total);

/// <summary>The beginning of a download, <c>file.part</c>, with its notes in <c>file.part.json</c> and the hash of its bytes. One process at a time may hold
/// it.</summary>
internal sealed class PartFile : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _stream;

    // It is renamed while it is still held, so that nobody can begin anew in between. Windows wants leave for that; elsewhere a shared file would not be locked.
    private static readonly FileShare s_share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private PartFile(FileStream stream, PartNotes? notes) => (_stream, Notes) = (stream, notes);

    /// <summary>Where the beginning of a file is kept.</summary>
    public static string PathOf(string file) => file + ".part";

    /// <summary>What the server said; null while nothing was got.</summary>
    public PartNotes? Notes { get; private set; }

    /// <summary>The number of bytes so far.</summary>
    public long Length => _stream.Length;

    private static string NotesPathOf(string file) => PathOf(file) + ".json";

    /// <summary>Opens the beginning of a file, or begins one. What is there is hashed.</summary>
    /// <param name="file">The whole file's path.</param>
    /// <param name="meter">Counts the bytes that are hashed.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="WeightsDownloadException">Another process holds it.</exception>
    public static async Task<PartFile> OpenAsync(string file, ProgressMeter meter, CancellationToken cancel)
    {
        FileStream stream;
        try
        {
            stream = new(PathOf(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, s_share, bufferSize: 1, FileOptions.Asynchronous);
        }
        catch (IOException error) when (File.Exists(PathOf(file)) && !DiskSpace.IsFull(error))
        {
            throw new WeightsDownloadException($"{PathOf(file)} is in use: another process is downloading it. Wait for it, or end it.", error);
        }
        if (!File.Exists(PathOf(file)))
        {
            // Another process has finished it between our opening and our lock: what we hold is the whole file.
            await stream.DisposeAsync();
            throw new WeightsDownloadException($"{PathOf(file)} was just finished by another process. Ask again.");
        }
        var part = new PartFile(stream, ReadNotes(file));
        try
        {
            // A beginning of which nothing is known cannot be gone on with.
            if (part.Notes is null) part.Reset();
            if (part.Length == 0) return part;
            meter.Begin(0, part.Length);
            await FileHash.CopyAsync(stream, Stream.Null, part._hash, meter, cancel);
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
    }

    /// <summary>Forgets all bytes.</summary>
    public void Reset()
    {
        _stream.SetLength(0);
        _stream.Position = 0;
        _ = _hash.GetHashAndReset();
        Notes = null;
    }

    /// <summary>Keeps what the server said.</summary>
    public void Keep(PartNotes notes)
    {
        Notes = notes;
        AtomicFile.WriteText(NotesPathOf(_stream.Name[..^".part".Length]), JsonSerializer.Serialize(notes));
    }

    /// <summary>Appends bytes.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await _stream.WriteAsync(bytes, cancel);
        _hash.AppendData(bytes.Span);
    }

    /// <summary>The hash of all bytes, which are on the disk then.</summary>
    public string Finish()
    {
        _stream.Flush(flushToDisk: true);
        return FileHash.Digits(_hash);
    }

    /// <summary>Why it is no checkpoint; null where it may be one. Nothing can be appended after it.</summary>
    public string? ContentProblem() => ContentCheck.Problem(_stream);

    /// <summary>Makes it the whole file.</summary>
    public void Publish()
    {
        var file = _stream.Name[..^".part".Length];
        File.Move(_stream.Name, file, overwrite: true);
        File.Delete(NotesPathOf(file));
        _stream.Dispose();
    }

    /// <summary>Throws it away.</summary>
    public void Discard()
    {
        Delete(_stream.Name[..^".part".Length]);
        _stream.Dispose();
    }

    /// <summary>Deletes the beginning of a file and its notes.</summary>
    public static void Delete(string file)
    {
        File.Delete(PathOf(file));
        File.Delete(NotesPathOf(file));
    }

    /// <summary>Closes the file. Nothing is left of one that is still empty.</summary>
    public void Dispose()
    {
        if (!_stream.CanRead) return;
        if (Length == 0) Delete(_stream.Name[..^".part".Length]);
        _stream.Dispose();
    }

    private static PartNotes? ReadNotes(string file)
    {
        try
        {
            return File.Exists(NotesPathOf(file)) ? JsonSerializer.Deserialize<PartNotes>(File.ReadAllText(NotesPathOf(file))) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
