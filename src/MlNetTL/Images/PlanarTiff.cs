namespace MlNetTL.Images;

/// <summary>A TIFF whose bands lie one after the other, as most satellite images do, taken apart into one TIFF for each band.</summary>
/// <remarks>libvips 8.18 reads such files wrongly: of a strip of several rows it takes each row from a quarter (of four bands) of its place, without a word,
/// and tiles it refuses. A file of one band it reads well, and the compressed bytes of a band are the same in both.</remarks>
internal sealed class PlanarTiff
{
    private const ulong Separate = 2, BlackIsZero = 1, Rgb = 2, Cmyk = 5;

    // Width, length, compression, fill order, orientation, rows of a strip, fax options, predictor, width and length of a tile, JPEG tables, LERC parameters:
    // what the bytes of one band are read by.
    private static readonly ushort[] s_ofEachBand = [256, 257, 259, 266, TiffDirectory.Orientation, 278, 292, 293, 317, 322, 323, 347, 50674];

    private readonly TiffDirectory _directory;
    private readonly ReadBytes _read;
    private readonly string _name;
    private readonly ulong[] _offsets, _counts;

    private PlanarTiff(TiffDirectory directory, ReadBytes read, string name)
    {
        (_directory, _read, _name) = (directory, read, name);
        IsTiled = directory.Tags.ContainsKey(TiffDirectory.TileOffsets);
        _offsets = directory.Numbers(IsTiled ? TiffDirectory.TileOffsets : TiffDirectory.StripOffsets);
        _counts = directory.Numbers(IsTiled ? TiffDirectory.TileByteCounts : TiffDirectory.StripByteCounts);
        Bands = (int)directory.Number(TiffDirectory.SamplesPerPixel, 1);
    }

    /// <summary>The number of bands.</summary>
    public int Bands { get; }

    /// <summary>Whether the bands are red, green and blue (and more).</summary>
    public bool IsColour => _directory.Number(TiffDirectory.Photometric, BlackIsZero) == Rgb;

    /// <summary>Whether the bands are inks.</summary>
    public bool IsCmyk => _directory.Number(TiffDirectory.Photometric, BlackIsZero) == Cmyk;

    private bool IsTiled { get; }

    /// <summary>Takes a file apart, or gives null where its bands lie pixel by pixel.</summary>
    /// <exception cref="UnreadableImageException">It has separate bands that do not follow one form.</exception>
    public static PlanarTiff? Of(ReadBytes read, string name)
    {
        if (TiffDirectory.Read(read) is not { } directory) return null;
        var bands = directory.Number(TiffDirectory.SamplesPerPixel, 1);
        if (directory.Number(TiffDirectory.PlanarConfiguration, 1) != Separate || bands < 2) return null;
        if (directory.Number(TiffDirectory.Photometric, BlackIsZero) is not (BlackIsZero or Rgb or Cmyk))
            throw new UnreadableImageException(name, "its bands lie apart and are neither grey, nor red, green and blue, nor inks. Save it with bands pixel by pixel (chunky).");
        if (bands > DecodeSettings.MaxChannels)
            throw new UnreadableImageException(name, $"it has {bands} bands; up to {DecodeSettings.MaxChannels} are read.");
        var file = new PlanarTiff(directory, read, name);
        if (file._offsets.Length == 0 || file._offsets.Length % file.Bands != 0 || file._counts.Length != file._offsets.Length
            || directory.Numbers(TiffDirectory.BitsPerSample).Distinct().Count() > 1 || file.IsLargerThanItsFile)
            throw file.Damaged();
        return file;
    }

    // A small file whose strips all point to the same bytes could ask for any amount of memory.
    private bool IsLargerThanItsFile => _counts.Aggregate(0.0, (sum, count) => sum + count) > _offsets.Zip(_counts, (offset, count) => (double)offset + count).Max();

    /// <summary>The file of one band.</summary>
    /// <exception cref="UnreadableImageException">The file ends too early.</exception>
    public byte[] Band(int band)
    {
        var parts = _offsets.Length / Bands;
        var data = Enumerable.Range(band * parts, parts).Select(Part).ToArray();
        var starts = new uint[parts];
        var end = TiffWriter.HeaderBytes;
        for (var i = 0; i < parts; end += data[i++].Length) starts[i] = (uint)end;
        var writer = new TiffWriter(_directory.IsLittleEndian);
        foreach (var tag in s_ofEachBand)
            if (_directory.Tags.TryGetValue(tag, out var found) && TiffDirectory.SizeOf(found.Type) is > 0 and <= 4) writer.Add(tag, found.Type, found.Values);
        writer.Add(TiffDirectory.BitsPerSample, (ushort)_directory.Number(TiffDirectory.BitsPerSample, 1));
        writer.Add(TiffDirectory.SampleFormat, (ushort)_directory.Number(TiffDirectory.SampleFormat, 1));
        writer.Add(TiffDirectory.Photometric, (ushort)BlackIsZero);
        writer.Add(TiffDirectory.SamplesPerPixel, (ushort)1);
        writer.Add(IsTiled ? TiffDirectory.TileOffsets : TiffDirectory.StripOffsets, starts);
        writer.Add(IsTiled ? TiffDirectory.TileByteCounts : TiffDirectory.StripByteCounts, [.. data.Select(part => (uint)part.Length)]);
        return writer.Write(data);
    }

    private byte[] Part(int i)
    {
        if (_counts[i] > int.MaxValue) throw Damaged();
        var part = _read((long)_offsets[i], (int)_counts[i]);
        return part.Length == (int)_counts[i] && part.Length > 0 ? part : throw Damaged();
    }

    private UnreadableImageException Damaged() => new(_name, "its TIFF data are damaged or end too early.");
}
