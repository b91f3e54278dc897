using System.Collections.Concurrent;

namespace MlNetTL.Images;

/// <summary>Knows which images the segments of a store's folder hold, and looks again when the folder changes.</summary>
internal sealed class SegmentCatalog(string folder, DecodeSettings settings)
{
    private readonly ConcurrentDictionary<UInt128, StoredRow> _rows = new();
    private readonly HashSet<string> _seen = [];
    private readonly Lock _scan = new();
    private DateTime _scanned;

    /// <summary>Where an image lies, as far as is known.</summary>
    public bool TryFind(UInt128 key, out StoredRow row) => _rows.TryGetValue(key, out row);

    /// <summary>Forgets an image whose pixels are damaged.</summary>
    public void Forget(UInt128 key) => _rows.TryRemove(key, out _);

    /// <summary>Opens the segments that came since the last look, if the folder has changed.</summary>
    public void Refresh()
    {
        var changed = Directory.GetLastWriteTimeUtc(folder);
        if (changed == _scanned) return;
        Scan(null);
        _scanned = changed;
    }

    /// <summary>Opens the segments that are not open yet.</summary>
    /// <param name="damaged">Is told of each file that is not a whole segment, and why.</param>
    public void Scan(Action<string, string>? damaged)
    {
        lock (_scan)
        {
            if (!Directory.Exists(folder)) return;
            foreach (var path in Directory.EnumerateFiles(folder, "*" + SegmentWriter.Extension).Order(StringComparer.Ordinal))
            {
                if (_seen.Contains(path)) continue;
                try
                {
                    Add(path);
                }
                catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
                {
                    damaged?.Invoke(path, error.Message);
                }
                catch (IOException)
                {
                    // Too many open files, a hiccup of a network disk: the segment is passed over this time, and nothing says that it is damaged.
                }
            }
        }
    }

    /// <summary>Opens a segment.</summary>
    public void Add(string path)
    {
        lock (_scan)
        {
            var segment = Segment.Open(path, settings);
            foreach (var (key, row) in segment.Images) _rows[key] = new(segment, row);
            _seen.Add(path);
        }
    }
}
