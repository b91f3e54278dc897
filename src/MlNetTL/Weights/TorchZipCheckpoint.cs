namespace MlNetTL.Weights;

/// <summary>A file written by <c>torch.save</c> since PyTorch 1.6: a zip with <c>data.pkl</c>, a pickle, and one entry a storage under <c>data/</c>.</summary>
internal sealed class TorchZipCheckpoint : TorchCheckpoint
{
    private readonly Dictionary<ByteRange, uint> _unverified = [];

    public TorchZipCheckpoint(ByteSource source, string key) : base(source)
    {
        var zip = new ZipIndex(source);
        // A renamed file keeps the folder's old name, so it is looked for.
        if (zip.Names.FirstOrDefault(name => name.EndsWith("/data.pkl", StringComparison.Ordinal)) is not { } pickle)
            throw source.Error("is a zip without a data.pkl, so torch.save did not write it. It must be a checkpoint or a trained model's zip, not an archive of one.");
        var folder = pickle[..^"data.pkl".Length];
        RefuseBigEndian(zip, folder);
        AddTensors(ReadPickle(zip, pickle), key, storage =>
        {
            var (range, checksum) = zip.Find($"{folder}data/{storage.Key}");
            _unverified[range] = checksum;
            return range;
        });
    }

    // Once a storage, and only for storages that are read: the file may hold an optimiser's state as well.
    private protected override void Verify(ByteRange range)
    {
        lock (_unverified)
        {
            if (!_unverified.TryGetValue(range, out var checksum)) return;
            Check(range, checksum);
            _unverified.Remove(range);
        }
    }

    private object? ReadPickle(ZipIndex zip, string name)
    {
        var (range, checksum) = zip.Find(name);
        if (range.Length > LongestPickle) throw Source.Error($"has a pickle of {range.Length} bytes; at most {LongestPickle} are read.");
        Check(range, checksum);
        using var stream = new MemoryStream(Source.Read(range.Start, (int)range.Length));
        return new PickleReader(stream, Source.Error).Read();
    }

    private void RefuseBigEndian(ZipIndex zip, string folder)
    {
        var name = folder + "byteorder";
        if (!zip.Names.Contains(name)) return;
        var (range, _) = zip.Find(name);
        if (!Source.Read(range.Start, (int)Math.Min(range.Length, 6)).AsSpan().SequenceEqual("little"u8))
            throw Source.Error("was written on a big-endian machine, which is not read. Write it again on another.");
    }

    private void Check(ByteRange range, uint expected)
    {
        var buffer = new byte[Math.Min(range.Length, 1 << 20)];
        var checksum = 0u;
        for (var done = 0L; done < range.Length; done += buffer.Length)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, range.Length - done));
            Source.Read(range.Start + done, piece);
            checksum = Crc32.Append(checksum, piece);
        }
        if (checksum == expected) return;
        throw Source.Error($"is damaged: the bytes from position {range.Start} have the checksum {checksum:x8} and must have {expected:x8}. Copy or download it again.");
    }
}
