namespace MlNetTL.Weights;

/// <summary>A file written by <c>torch.save</c> since PyTorch 1.6: a zip with <c>data.pkl</c>, a pickle, and one entry a storage under <c>data/</c>.</summary>
internal sealed class TorchZipCheckpoint : Checkpoint
{
    // A network of a thousand tensors has a pickle of 150 KB.
    private const long LongestPickle = 1 << 25;

    private readonly Dictionary<ByteRange, uint> _unverified = [];

    public TorchZipCheckpoint(ByteSource source, string key) : base(source)
    {
        var zip = new ZipIndex(source);
        // A renamed file keeps the folder's old name, so it is looked for.
        if (zip.Names.FirstOrDefault(name => name.EndsWith("/data.pkl", StringComparison.Ordinal)) is not { } pickle)
            throw source.Error("is a zip without a data.pkl, so torch.save did not write it. It must be a checkpoint, not a model's zip or an archive of one.");
        var folder = pickle[..^"data.pkl".Length];
        RefuseBigEndian(zip, folder);
        var tensors = TorchState.Select(ReadPickle(zip, pickle), key, source.Error);
        var problems = new Problems(source);
        foreach (var (name, tensor) in tensors)
        {
            var (range, checksum) = zip.Find($"{folder}data/{tensor.Storage.Key}");
            var stored = range.Length / ElementTypes.BytesOf(tensor.View.Type);
            if (tensor.Storage.Count > stored) problems.Add($"tensor '{name}': its storage must have {tensor.Storage.Count} elements and has {range.Length} bytes");
            else if (tensor.View.ProblemWithin(tensor.Storage.Count) is { } problem) problems.Add($"tensor '{name}': {problem}");
            else if (Entries.ContainsKey(name)) problems.Add($"tensor '{name}' comes twice");
            else Add(name, tensor.View, range);
            _unverified[range] = checksum;
        }
        problems.ThrowIfAny();
    }

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
        if (range.Length == 3) throw Source.Error("was written on a big-endian machine ('byteorder' is not 'little'), which is not read.");
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
        if (checksum != expected) throw Source.Error($"is damaged: the bytes from position {range.Start} have the checksum {checksum:x8} and must have {expected:x8}. Copy or download it again.");
    }
}
