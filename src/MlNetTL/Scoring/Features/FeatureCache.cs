using System.IO.Hashing;
using MlNetTL.Foundation;

namespace MlNetTL.Scoring;

/// <summary>Computed features on disk, kept over fits, folds and processes: by what computes them (<see cref="FeatureCacheKey"/>), and each row by the
/// 128-bit hash of its image's pixels.</summary>
/// <remarks>
/// New rows are collected in memory and published as a segment when there are enough of them, at the end of a pass and when the cache is disposed: written
/// beside its place, flushed and renamed, so that any number of processes may read and write at once without a lock and a crash costs the rows that were
/// not yet published. Two that compute the same row keep it twice, which does no harm. Nothing here fails a fit: what cannot be kept is computed again.
/// The folder grows until somebody deletes it, which may be done whenever nothing runs.
/// </remarks>
internal sealed class FeatureCache : IDisposable
{
    private const string Extension = ".features", About = "about.json";
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, (FeatureSegment Segment, int Row)> _published = [];
    private readonly Dictionary<UInt128, float[]> _pending = [];
    private readonly HashSet<string> _seen = [];
    private readonly FeatureCacheKey _key;
    private readonly Action<string> _warn;
    private DateTime _scanned;
    private bool _isReadOnly;

    /// <summary>Opens the cache of a key; nothing is written yet.</summary>
    /// <param name="key">What computes the features.</param>
    /// <param name="width">Values a row.</param>
    /// <param name="warn">Is told of damage and of what cannot be kept, once for each kind, from any thread.</param>
    /// <param name="folder">The folder of all keys; <see cref="Folders.Features"/> where null.</param>
    public FeatureCache(FeatureCacheKey key, int width, Action<string> warn, string? folder = null)
    {
        (_key, Width, _warn) = (key, width, warn);
        Folder = Path.Combine(Path.GetFullPath(folder ?? Folders.Features), key.FolderName);
        Refresh();
    }

    /// <summary>The folder of this key.</summary>
    public string Folder { get; }

    /// <summary>Values a row.</summary>
    public int Width { get; }

    // Tests give a cache a small disk and small segments.
    internal Action<string, Action<Stream>> WriteFile { get; init; } = AtomicFile.Write;

    internal int SegmentRows { get; init; } = 1024;

    /// <summary>The hash by which a row is known.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> pixels) => XxHash128.HashToUInt128(pixels);

    /// <summary>Reads what is there.</summary>
    /// <param name="keys">The rows.</param>
    /// <param name="features">Takes row i at i x <see cref="Width"/>.</param>
    /// <returns>The rows that are not there, in order.</returns>
    public List<int> Read(ReadOnlySpan<UInt128> keys, Span<float> features)
    {
        List<int> missing = [];
        for (var i = 0; i < keys.Length; i++)
            if (!TryRead(keys[i], features.Slice(i * Width, Width))) missing.Add(i);
        if (missing.Count == 0 || !Refresh()) return missing;
        // Another process has published since we looked.
        List<int> still = [];
        foreach (var i in missing)
            if (!TryRead(keys[i], features.Slice(i * Width, Width))) still.Add(i);
        return still;
    }

    /// <summary>Keeps a row. What is there already stays: a reader meets one value and never another.</summary>
    public void Add(UInt128 key, ReadOnlySpan<float> values)
    {
        lock (_lock)
        {
            if (_isReadOnly || _published.ContainsKey(key) || !_pending.TryAdd(key, values.ToArray())) return;
            if (_pending.Count >= SegmentRows) Publish();
        }
    }

    /// <summary>Writes what was added to the disk, where other caches find it.</summary>
    public void Publish()
    {
        lock (_lock)
        {
            if (_pending.Count == 0) return;
            var path = Path.Combine(Folder, $"{Guid.NewGuid():N}{Extension}");
            try
            {
                if (!File.Exists(Path.Combine(Folder, About))) WriteFile(Path.Combine(Folder, About), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(_key.ToJson())));
                WriteFile(path, stream => FeatureSegment.Write(stream, Width, _pending));
                Open(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _isReadOnly = true;
                _warn($"Computed features cannot be kept in '{Folder}' ({error.Message}) and will be computed again next time. Free some space there, or set MLNETTL_CACHE to another folder.");
            }
            _pending.Clear();
        }
    }

    /// <summary>Publishes what is left, and lets go of the files.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            Publish();
            _isReadOnly = true;
            _published.Clear();
        }
    }

    private bool TryRead(UInt128 key, Span<float> values)
    {
        (FeatureSegment Segment, int Row) place;
        lock (_lock)
        {
            if (_pending.TryGetValue(key, out var pending))
            {
                pending.CopyTo(values);
                return true;
            }
            if (!_published.TryGetValue(key, out place)) return false;
        }
        if (place.Segment.TryRead(place.Row, values)) return true;
        Drop(place.Segment);
        return false;
    }

    // Whether there are new segments. The time is read before the folder: what comes in between is found next time.
    private bool Refresh()
    {
        lock (_lock)
        {
            try
            {
                var changed = Directory.GetLastWriteTimeUtc(Folder);
                if (changed == _scanned || !Directory.Exists(Folder)) return false;
                _scanned = changed;
                var before = _seen.Count;
                foreach (var path in Directory.EnumerateFiles(Folder, "*" + Extension).Order(StringComparer.Ordinal))
                    if (!_seen.Contains(path)) Open(path);
                return _seen.Count > before;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    private void Open(string path)
    {
        _seen.Add(path);
        try
        {
            var segment = FeatureSegment.Open(path, Width);
            for (var row = 0; row < segment.Count; row++) _published.TryAdd(segment.KeyOf(row), (segment, row));
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            Delete(path, error.Message);
        }
        catch (IOException)
        {
            // Too many open files, a hiccup of a network disk, a file that somebody deleted: its rows are computed again, and nothing says that it is damaged.
        }
    }

    private void Drop(FeatureSegment segment)
    {
        lock (_lock)
        {
            var keys = Enumerable.Range(0, segment.Count).Select(segment.KeyOf).Where(key => _published.TryGetValue(key, out var place) && place.Segment == segment).ToList();
            if (keys.Count == 0) return;
            foreach (var key in keys) _published.Remove(key);
            Delete(segment.Path, "the checksum of a row is wrong");
        }
    }

    private void Delete(string path, string reason)
    {
        _warn($"The kept features in '{path}' could not be used ({reason}); they are computed again.");
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Still mapped by another process on Windows, or another user's: it is passed over.
        }
    }
}
