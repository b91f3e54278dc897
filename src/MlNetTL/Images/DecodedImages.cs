namespace MlNetTL.Images;

/// <summary>The decoded images of which regions were cut lately: thousands of patches come from each tile, which is decoded once for all that follow each
/// other. May be used from several threads at once.</summary>
/// <param name="mostBytes">How many bytes of pixels are kept; the image that was used longest ago goes first.</param>
internal sealed class DecodedImages(long mostBytes)
{
    /// <summary>Those of the process: enough for a few dozen tiles of 1000 x 1000 in colour.</summary>
    public static DecodedImages Shared { get; } = new(128 << 20);

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;

    /// <summary>Bytes of the images that are kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>An image, decoded now unless it is kept. Two threads that want the same one wait for one decoding.</summary>
    /// <param name="key">What names its contents.</param>
    /// <param name="decode">Decodes it. What it throws is thrown to all who wait, and not kept.</param>
    public DecodedImage Get(UInt128 key, Func<DecodedImage> decode)
    {
        var entry = Find(key, decode);
        try
        {
            var image = entry.Image.Value;
            Keep(entry, image.Pixels.LongLength);
            return image;
        }
        catch
        {
            Forget(entry);
            throw;
        }
    }

    private Entry Find(UInt128 key, Func<DecodedImage> decode)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node)) return (_entries[key] = _byUse.AddFirst(new Entry(key, new(decode)))).Value;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    private void Keep(Entry entry, long bytes)
    {
        lock (_lock)
        {
            if (entry.Bytes > 0 || !IsListed(entry)) return;
            entry.Bytes = bytes;
            _bytes += bytes;
            // Those that are being decoded have no bytes yet, and go when they have.
            for (var node = _byUse.Last; node is not null && _bytes > mostBytes;)
            {
                var next = node.Previous;
                if (node.Value.Bytes > 0) Drop(node.Value);
                node = next;
            }
        }
    }

    private void Forget(Entry entry)
    {
        lock (_lock)
            if (IsListed(entry)) Drop(entry);
    }

    private bool IsListed(Entry entry) => _entries.TryGetValue(entry.Key, out var node) && node.Value == entry;

    private void Drop(Entry entry)
    {
        _byUse.Remove(_entries[entry.Key]);
        _entries.Remove(entry.Key);
        _bytes -= entry.Bytes;
    }

    private sealed class Entry(UInt128 key, Lazy<DecodedImage> image)
    {
        public UInt128 Key => key;

        public Lazy<DecodedImage> Image => image;

        public long Bytes { get; set; }
    }
}
