namespace MlNetTL.Weights;

/// <summary>A file written by <c>torch.save</c> since PyTorch 1.6: a zip with <c>data.pkl</c>, a pickle, and one entry a storage under <c>data/</c>.</summary>
internal sealed class TorchZipCheckpoint : TorchCheckpoint
{
    private readonly EntryChecksums _checksums;

    public TorchZipCheckpoint(ByteSource source, string key) : base(source)
    {
        _checksums = new(source);
        var zip = new ZipIndex(source);
        // A renamed file keeps the folder's old name, so it is looked for.
        if (zip.Names.FirstOrDefault(name => name.EndsWith("/data.pkl", StringComparison.Ordinal)) is not { } pickle)
            throw source.Error("is a zip without a data.pkl, so torch.save did not write it. It must be a checkpoint or a trained model's zip, not an archive of one.");
        var folder = pickle[..^"data.pkl".Length];
        RefuseBigEndian(zip, folder);
        AddTensors(ReadPickle(zip, pickle), key, storage =>
        {
            var (range, checksum) = zip.Find($"{folder}data/{storage.Key}");
            _checksums.Expect(range, range, checksum);
            return range;
        });
    }

    private protected override void Verify(ByteRange range) => _checksums.Verify(range);

    private object? ReadPickle(ZipIndex zip, string name)
    {
        var (range, checksum) = zip.Find(name);
        if (range.Length > LongestPickle) throw Source.Error($"has a pickle of {range.Length} bytes; at most {LongestPickle} are read.");
        EntryChecksums.Check(Source, range, checksum);
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
}
