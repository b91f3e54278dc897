using NetVips;

namespace MlNetTL.Images;

/// <summary>An image that libvips has opened, and what it reads from.</summary>
internal sealed class OpenImage : IDisposable
{
    private readonly List<IDisposable> _parts = [];

    private OpenImage(Func<Source> open, ReadBytes read, ImageFormat format, string name, Enums.Access access)
    {
        try
        {
            Image = format == ImageFormat.Tiff && PlanarTiff.Of(read, name) is { } planar ? Join(planar, access) : Load(open(), format, access);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The image; its pixels are decoded when they are asked for.</summary>
    public Image Image { get; }

    /// <summary>Opens an image; its header is read now.</summary>
    /// <param name="open">Gives the file to libvips.</param>
    /// <param name="read">Reads bytes of the same file.</param>
    /// <param name="format">The format of the file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="access">How the rows will be asked for.</param>
    /// <exception cref="VipsException">The header is damaged.</exception>
    /// <exception cref="UnreadableImageException">The bands of a TIFF do not follow one form.</exception>
    public static OpenImage Open(Func<Source> open, ReadBytes read, ImageFormat format, string name, Enums.Access access) => new(open, read, format, name, access);

    public void Dispose()
    {
        for (var i = _parts.Count - 1; i >= 0; i--) _parts[i].Dispose();
    }

    private Image Join(PlanarTiff planar, Enums.Access access)
    {
        var bands = Enumerable.Range(0, planar.Bands).Select(band => Load(Source.NewFromMemory(planar.Band(band)), ImageFormat.Tiff, access)).ToArray();
        var joined = Keep(bands[0].Bandjoin(bands[1..]));
        var isWide = joined.Format == Enums.BandFormat.Ushort;
        var meaning = planar.IsCmyk ? Enums.Interpretation.Cmyk
            : planar.IsColour ? (isWide ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb)
            : isWide ? Enums.Interpretation.Grey16 : Enums.Interpretation.Bw;
        return Keep(joined.Copy(interpretation: meaning));
    }

    private Image Load(Source source, ImageFormat format, Enums.Access access)
    {
        Keep(source);
        return Keep(VipsLoader.Open(source, format, access));
    }

    private T Keep<T>(T part) where T : IDisposable
    {
        _parts.Add(part);
        return part;
    }
}
