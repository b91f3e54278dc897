using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MlNetTL.Foundation;

namespace MlNetTL.Images;

/// <summary>Decoded images on disk, mapped into memory: decoded once on all cores, then read every epoch, by every fold, trial and process.</summary>
/// <remarks>
/// A folder for each <see cref="DecodeSettings"/> holds immutable segments of at most 256 MB or 4,096 images. A segment is written beside its place, flushed
/// and renamed:
/// a crash costs the segment that was being written. An image is known by the full paths, lengths and times of last writing of its files.
/// One process at a time writes to a folder; others that need the same images wait and then find them.
/// </remarks>
public sealed class ImageStore
{
    private readonly SegmentCatalog _catalog;

    private ImageStore(DecodeSettings settings, string folder)
    {
        (Settings, Folder) = (settings, folder);
        _catalog = new(folder, settings);
    }

    /// <summary>What the stored images look like.</summary>
    public DecodeSettings Settings { get; }

    /// <summary>The folder of these settings' segments. It is made by the first <see cref="Prepare"/> and may be deleted whenever nothing runs.</summary>
    public string Folder { get; }

    // Tests give a store a small disk and small segments.
    internal Func<string, long> FreeBytes { get; init; } = DiskSpace.FreeBytes;

    internal int MaxSegmentRows { get; init; } = 4096;

    internal int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Opens the store of some settings; nothing is read or written yet.</summary>
    /// <param name="settings">What the images look like.</param>
    /// <param name="folder">The folder of all stores; <see cref="Folders.Images"/> where null.</param>
    /// <exception cref="ArgumentException">Settings are out of range.</exception>
    public static ImageStore Open(DecodeSettings settings, string? folder = null)
    {
        settings.Validate();
        return new(settings, FolderOf(settings, folder));
    }

    internal static ImageStore Open(DecodeSettings settings, string? folder, int maxSegmentRows, int threads, Func<string, long>? freeBytes = null)
    {
        settings.Validate();
        return new(settings, FolderOf(settings, folder)) { MaxSegmentRows = maxSegmentRows, Threads = threads, FreeBytes = freeBytes ?? DiskSpace.FreeBytes };
    }

    /// <summary>Decodes the images that the store lacks, on all cores, and opens all of them.</summary>
    /// <param name="files">The images, in the order in which the rows of the result are numbered. A file may occur several times.</param>
    /// <param name="skipUnreadable">Whether unreadable images are listed in <see cref="StoredImages.Unreadable"/> and left black, instead of an error.</param>
    /// <param name="progress">Is told about ten times a second, from any thread.</param>
    /// <param name="cancel">Stops between images; what is decoded by then stays in the store.</param>
    /// <exception cref="UnreadableImageException">Images are unreadable (the message names up to ten); all others are in the store by then.</exception>
    /// <exception cref="IOException">The pixels do not fit on the disk.</exception>
    public StoredImages Prepare(
        IReadOnlyList<string> files, bool skipUnreadable, IProgress<ImageStoreProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        files = [.. files];
        var clock = Stopwatch.StartNew();
        var written = 0L;
        var notes = new List<string>();
        var keys = new UInt128?[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancel };
        Parallel.For(0, files.Count, options, row => keys[row] = ImageKey.Of(files[row]));
        _catalog.Scan(null);
        var unreadable = new Dictionary<UInt128, string>();
        if (Missing(keys).Count > 0)
        {
            Directory.CreateDirectory(Folder);
            using var writing = StoreLock.Take(Folder, cancel);
            notes.AddRange(RemoveLeftovers());
            var filling = new StoreFilling(Settings, Folder, _catalog, options, MaxSegmentRows, FreeBytes, progress);
            unreadable = filling.Fill(files, keys, Missing(keys));
            written = filling.BytesWritten;
        }
        progress?.Report(new(files.Count, files.Count, written, clock.Elapsed));
        return Collect(files, keys, unreadable, notes, skipUnreadable);
    }

    /// <summary>Says what <see cref="Prepare"/> would need, without decoding or writing anything.</summary>
    /// <param name="files">The images.</param>
    /// <param name="cancel">Stops between images.</param>
    /// <returns>The bytes of those that the store lacks, and the bytes that are free on its disk.</returns>
    internal (long Bytes, long FreeBytes) Need(IReadOnlyList<string> files, CancellationToken cancel = default)
    {
        var keys = new UInt128?[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancel }, row => keys[row] = ImageKey.Of(files[row]));
        if (Directory.Exists(Folder)) _catalog.Scan(null);
        var existing = Folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
        return ((long)Missing(keys).Count * Settings.RowBytes, FreeBytes(existing));
    }

    /// <summary>Reads an image if the store holds it. Never decodes and never writes.</summary>
    /// <param name="file">The image's file.</param>
    /// <param name="destination">Takes the pixels; <see cref="DecodeSettings.RowBytes"/> bytes.</param>
    /// <returns>Whether the store holds the file as it is now.</returns>
    public bool TryRead(string file, Span<byte> destination)
    {
        if (destination.Length < Settings.RowBytes)
            throw new ArgumentException($"The destination must have {Settings.RowBytes} bytes. Received: {destination.Length}.", nameof(destination));
        if (ImageKey.Of(file) is not { } key) return false;
        if (!_catalog.TryFind(key, out var row))
        {
            _catalog.Refresh();
            if (!_catalog.TryFind(key, out row)) return false;
        }
        if (row.Segment!.TryCopy(row.Row, destination)) return true;
        _catalog.Forget(key);
        return false;
    }

    // The first row of each image that the store lacks, in order.
    private List<int> Missing(UInt128?[] keys)
    {
        var seen = new HashSet<UInt128>();
        return [.. Enumerable.Range(0, keys.Length).Where(row => keys[row] is { } key && !_catalog.TryFind(key, out _) && seen.Add(key))];
    }

    private StoredImages Collect(IReadOnlyList<string> files, UInt128?[] keys, Dictionary<UInt128, string> reasons, List<string> notes, bool skipUnreadable)
    {
        var rows = new StoredRow[files.Count];
        var unreadable = new SortedDictionary<int, string>();
        for (var row = 0; row < rows.Length; row++)
        {
            if (keys[row] is { } key && _catalog.TryFind(key, out rows[row])) continue;
            unreadable[row] = keys[row] is { } named && reasons.TryGetValue(named, out var reason) ? reason : ReasonOf(files[row]);
        }
        if (unreadable.Count > 0 && !skipUnreadable) throw Unreadable(files, unreadable);
        return new(files, Settings, rows, unreadable, notes);
    }

    private static string ReasonOf(string path)
    {
        if (path.Length == 0) return "the row has no path, or one that leaves the image folder.";
        var files = BandFiles.Split(path);
        var wrong = files.FirstOrDefault(file => ImageRegion.Problem(file) is not null || !File.Exists(ImageRegion.FileOf(file))) ?? path;
        var reason = ImageRegion.Problem(wrong) ?? (Directory.Exists(ImageRegion.FileOf(wrong)) ? "it is a folder, not an image file." : "there is no such file.");
        return files.Count == 1 ? reason : $"of its files, '{wrong}' is at fault: {reason}";
    }

    private static UnreadableImageException Unreadable(IReadOnlyList<string> files, SortedDictionary<int, string> unreadable)
    {
        const int named = 10;
        var lines = unreadable.Take(named).Select(pair => $"  '{BandFiles.Shown(files[pair.Key])}': {pair.Value}");
        var rest = unreadable.Count > named ? $"{Environment.NewLine}  and {unreadable.Count - named:N0} more." : "";
        return new($"{unreadable.Count:N0} of {files.Count:N0} images cannot be read. " +
            $"Mend or leave them out, or have unreadable images skipped:{Environment.NewLine}" +
            string.Join(Environment.NewLine, lines) + rest);
    }

    // Under the lock nobody else writes here: unfinished files belong to a writer that died, and broken segments to nobody.
    private List<string> RemoveLeftovers()
    {
        var notes = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Folder, "*" + SegmentWriter.TemporaryExtension)) File.Delete(path);
        _catalog.Scan((path, reason) =>
        {
            notes.Add($"The stored images in '{path}' could not be used ({reason}) and were decoded again.");
            File.Delete(path);
        });
        return notes;
    }

    private static string FolderOf(DecodeSettings settings, string? folder) =>
        Path.Combine(Path.GetFullPath(folder ?? Folders.Images), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.Fingerprint)))[..16]);
}
