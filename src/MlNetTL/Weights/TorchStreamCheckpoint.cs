using System.Buffers.Binary;

namespace MlNetTL.Weights;

/// <summary>A file written by <c>torch.save</c> before PyTorch 1.6: five pickles (magic number, version, machine, the object, the storages' keys), then
/// each storage as an element count and its elements.</summary>
internal sealed class TorchStreamCheckpoint : TorchCheckpoint
{
    private const long Version = 1001;

    public TorchStreamCheckpoint(ByteSource source, string key) : base(source)
    {
        using var stream = new BufferedStream(new SourceStream(source, LongestPickle), 1 << 16);
        PickleReader Next() => new(stream, source.Error);
        Next().Read(); // The magic number, by which the file was recognised.
        if (Next().Read() is not Version) throw source.Error($"must have version {Version} of PyTorch's stream format.");
        if (Next().Read() is PickleDictionary machine && machine.Named.Any(item => item is ("little_endian", false)))
            throw source.Error("was written on a big-endian machine, which is not read. Write it again on another.");
        var reader = Next();
        var root = reader.Read();
        if (Next().Read() is not List<object?> keys) throw source.Error("lacks its list of storages.");
        var ranges = Locate(keys, reader.Storages, stream.Position);
        AddTensors(root, key, storage => ranges.TryGetValue(storage.Key, out var range) ? range : throw source.Error($"lacks its storage '{storage.Key}'."));
    }

    private Dictionary<string, ByteRange> Locate(List<object?> keys, IReadOnlyDictionary<string, PickleStorage> storages, long position)
    {
        var ranges = new Dictionary<string, ByteRange>();
        foreach (var item in keys)
        {
            if (item is not string key || !storages.TryGetValue(key, out var storage)) throw Source.Error($"lists the storage '{item}', which nothing refers to.");
            var count = BinaryPrimitives.ReadInt64LittleEndian(Source.Read(position, 8));
            position += 8;
            var size = ElementTypes.BytesOf(storage.Type);
            if (count != storage.Count || count > (Source.Length - position) / size)
                throw Source.Error(
                    $"is cut short or damaged: its storage '{key}' must have {storage.Count} elements, claims {count}, and {Source.Length - position} bytes are left.");
            ranges[key] = new(position, count * size);
            position += count * size;
        }
        return ranges;
    }
}
