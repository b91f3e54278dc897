namespace MlNetTL.Images;

/// <summary>Decodes an image that is made of several files: each on its own, one after the other into the planes of its bands.</summary>
internal static class BandFileDecoder
{
    public static void Decode(string path, IReadOnlyList<string> files, DecodeSettings settings, Span<byte> destination)
    {
        if (settings.Preprocess?.Steps.FirstOrDefault(step => step.MovesPixels) is { } moving)
            throw new UnreadableImageException(path, $"its bands lie in {files.Count} files, and {moving.GetType().Name} would cut each of them in its own way. Take it out of Preprocess.");
        var bands = new int[files.Count];
        for (var i = 0; i < bands.Length; i++) bands[i] = BandsOf(path, files[i]);
        if (bands.Sum() != settings.Channels)
            throw new UnreadableImageException(path, $"its {files.Count} files have {bands.Sum()} bands together, which do not make {settings.Channels} channel(s). "
                + $"Set Channels to {bands.Sum()}.");
        var plane = settings.RowBytes / settings.Channels;
        for (int i = 0, from = 0; i < bands.Length; from += bands[i] * plane, i++)
            Read(path, files[i], settings with { Channels = bands[i] }, destination.Slice(from, bands[i] * plane));
    }

    private static int BandsOf(string path, string file)
    {
        try
        {
            return ImageDecoder.Probe(file).Bands;
        }
        catch (UnreadableImageException error)
        {
            throw Naming(path, file, error);
        }
    }

    private static void Read(string path, string file, DecodeSettings settings, Span<byte> destination)
    {
        try
        {
            ImageDecoder.DecodeFile(file, settings, destination);
        }
        catch (UnreadableImageException error)
        {
            throw Naming(path, file, error);
        }
    }

    private static UnreadableImageException Naming(string path, string file, UnreadableImageException error) =>
        new(path, $"of its files, '{file}' is at fault: {error.Reason}", error);
}
