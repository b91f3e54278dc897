using System.IO.Compression;

namespace MlNetTL.Weights;

/// <summary>NumPy's .npz: a zip of .npy arrays, stored (<c>np.savez</c>) or deflated (<c>np.savez_compressed</c>).</summary>
internal sealed class NpzCheckpoint : Checkpoint
{
    // A network's weights are noise to deflate, which makes them hardly smaller; only zeros and repeats shrink more, and a few of those are allowed for.
    private const long MostRatio = 64, MostBesides = 1 << 24;

    private readonly EntryChecksums _checksums;

    private NpzCheckpoint(ByteSource source, IEnumerable<ZipEntry> entries) : base(source)
    {
        _checksums = new(source);
        var problems = new Problems(source);
        List<(string Name, TensorView View, ByteRange Range)> arrays = [];
        foreach (var entry in entries)
        {
            var name = NameOf(entry);
            if (NpyHeader.Read(source, entry.Stored, out var problem) is not { } header)
            {
                problems.Add($"array '{name}': {problem}");
                continue;
            }
            var values = new ByteRange(entry.Stored.Start + header.Length, entry.Stored.Length - header.Length);
            _checksums.Expect(values, entry.Stored, entry.Checksum);
            arrays.Add((name, header.View, values));
        }
        problems.ThrowIfAny();
        if (BigTransferNames.Plain(arrays) is not { } plain)
        {
            AddAll(arrays);
            return;
        }
        Naming = "Big Transfer's own names and layout";
        foreach (var (name, view, range) in plain) Add(name, view, range);
    }

    /// <summary>Opens a file, and owns its source from then on.</summary>
    public static NpzCheckpoint Open(ByteSource source)
    {
        var zip = new ZipIndex(source);
        List<ZipEntry> entries = [.. zip.Names.Where(name => name.EndsWith(".npy", StringComparison.Ordinal)).Select(zip.Locate)];
        if (!entries.Exists(entry => entry.IsDeflated)) return new(source, entries);
        var plain = Inflated(source, entries);
        try
        {
            var checkpoint = new NpzCheckpoint(plain, Consecutive(entries));
            source.Dispose();
            return checkpoint;
        }
        catch
        {
            plain.Dispose();
            throw;
        }
    }

    private protected override void Verify(ByteRange range) => _checksums.Verify(range);

    private static string NameOf(ZipEntry entry) => entry.Name[..^".npy".Length];

    // Tensors are read in place, at any position, so what is compressed is first inflated to a temporary file; each no further than its array's header
    // says, and all together no further than the file's length allows.
    private static ByteSource Inflated(ByteSource source, List<ZipEntry> entries)
    {
        var claimed = entries.Aggregate((Int128)0, (sum, entry) => sum + entry.Length);
        var most = (Int128)source.Length * MostRatio + MostBesides;
        if (claimed > most)
            throw source.Error($"claims {claimed} bytes once inflated, which its {source.Length} bytes cannot honestly be: at most {most} are read. Save it with numpy.savez.");
        return ByteSource.OfTemporary(source.Name, copy =>
        {
            foreach (var entry in entries) Inflate(source, entry, copy);
        });
    }

    private static void Inflate(ByteSource source, ZipEntry entry, Stream copy)
    {
        using var stored = new SourceStream(source, entry.Stored.Length, entry.Stored.Start);
        using var plain = entry.IsDeflated ? new DeflateStream(stored, CompressionMode.Decompress) : (Stream)stored;
        var buffer = new byte[1 << 16];
        var done = 0L;
        for (int read; (read = Read()) > 0; done += read)
        {
            if (read > entry.Length - done) throw source.Error($"has an entry '{entry.Name}' that claims {entry.Length} bytes and inflates to more.");
            copy.Write(buffer, 0, read);
        }
        if (done < entry.Length) throw source.Error($"has an entry '{entry.Name}' that claims {entry.Length} bytes and inflates to {done}.");

        int Read()
        {
            try
            {
                return plain.Read(buffer);
            }
            catch (InvalidDataException e) when (entry.IsDeflated)
            {
                throw source.Error($"has a damaged entry '{entry.Name}': {e.Message}");
            }
        }
    }

    private static IEnumerable<ZipEntry> Consecutive(List<ZipEntry> entries)
    {
        var start = 0L;
        foreach (var entry in entries)
        {
            yield return entry with { Stored = new(start, entry.Length), IsDeflated = false };
            start += entry.Length;
        }
    }
}
