using MlNetTL.Foundation;

namespace MlNetTL.Images;

/// <summary>Pixels of many images, to find the stains of all of them together.</summary>
internal sealed class StainSample
{
    private const int PixelsOfImage = 5000;

    private readonly List<byte> _red = [], _green = [], _blue = [];

    /// <summary>The images that were added.</summary>
    public int Images { get; private set; }

    /// <summary>Adds pixels of an image, chosen by the seed and the row: with repetition, which changes no percentile that matters.</summary>
    public void Add(ReadOnlySpan<byte> planes, long seed, long row)
    {
        var random = new RowRandom(seed, "stain sample", row: row);
        var size = planes.Length / 3;
        for (var i = 0; i < Math.Min(PixelsOfImage, size); i++)
        {
            var at = size <= PixelsOfImage ? i : random.NextInt(size);
            _red.Add(planes[at]);
            _green.Add(planes[size + at]);
            _blue.Add(planes[2 * size + at]);
        }
        Images++;
    }

    /// <summary>The stains; null where the images hold none.</summary>
    public StainReference? Find() => StainSeparation.Find([.. _red], [.. _green], [.. _blue]);
}
