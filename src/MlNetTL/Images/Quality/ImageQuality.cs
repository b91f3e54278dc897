using System.Runtime.InteropServices;

namespace MlNetTL.Images;

/// <summary>How well an image can be read, in figures that take one pass over its pixels.</summary>
/// <param name="Focus">
/// The variance of the Laplacian (Pech-Pacheco et al., ICPR 2000; LAPV in Pertuz, Puig and Garcia, Pattern Recognition 46, 2013) of the luma in grey levels of
/// 0 to 255, over the lit area; 0 is flat, and blurred images have less than sharp ones of the same subject. It hangs on the size at which an image is measured: compare like with like.
/// </param>
/// <param name="Exposure">The mean luma of the lit area, from 0 (black) to 1 (white); 0 where nothing is lit.</param>
/// <param name="Clipped">The share of the lit area of which a channel is at the top of its range, from 0 to 1.</param>
/// <param name="DiscCoverage">The share of the image that is lit, from 0 to 1: of a fundus photograph the part that the disc covers.</param>
/// <param name="IsBlank">Whether the image shows nothing: all but a hundredth of its pixels at either end lie within ten grey levels of 255.</param>
/// <remarks>
/// The luma is ITU-R BT.601's of three channels, and the mean of any other number. A pixel is lit where its luma is over 10 of 255: the black around a fundus,
/// beside a collimated radiograph or of padding takes no part in Focus, Exposure and Clipped, nor does its edge in Focus.
/// </remarks>
public sealed record ImageQuality(double Focus, double Exposure, double Clipped, double DiscCoverage, bool IsBlank)
{
    /// <summary>The luma, of 255, over which a pixel is lit.</summary>
    internal const double Dark = 10;

    private const double TopOfRange = 254.5, BlankSpread = 10, Tail = 0.01;

    /// <summary>Measures decoded pixels.</summary>
    /// <param name="pixels">[channels, height, width] values as the layout says.</param>
    /// <param name="layout">What the pixels are.</param>
    /// <exception cref="ArgumentException">The pixels are of another size than the layout says.</exception>
    internal static ImageQuality Of(ReadOnlySpan<byte> pixels, ImageLayout layout)
    {
        if (pixels.Length != layout.RowBytes)
            throw new ArgumentException($"The pixels must be {layout.RowBytes} bytes for {layout}. Received: {pixels.Length}.", nameof(pixels));
        var plane = layout.Height * layout.Width;
        var luma = new float[plane];
        var isClipped = new bool[plane];
        if (layout.PixelType == PixelType.Byte) Flatten(pixels, layout.Channels, 1, luma, isClipped);
        else Flatten(MemoryMarshal.Cast<byte, ushort>(pixels), layout.Channels, 1f / 257, luma, isClipped);
        var (lit, sum, clipped) = (0, 0.0, 0);
        var histogram = new int[256];
        for (var i = 0; i < plane; i++)
        {
            histogram[(int)(luma[i] + 0.5f)]++;
            if (luma[i] <= Dark) continue;
            lit++;
            sum += luma[i];
            if (isClipped[i]) clipped++;
        }
        return new(LaplacianVariance(luma, layout.Height, layout.Width), lit == 0 ? 0 : sum / lit / 255, lit == 0 ? 0 : (double)clipped / lit, (double)lit / plane,
            Spread(histogram, plane) < BlankSpread);
    }

    private static void Flatten<T>(ReadOnlySpan<T> pixels, int channels, float scale, float[] luma, bool[] isClipped) where T : unmanaged, System.Numerics.INumber<T>
    {
        ReadOnlySpan<float> weights = channels == 3 ? [0.299f, 0.587f, 0.114f] : [];
        for (var channel = 0; channel < channels; channel++)
        {
            var weight = channels == 3 ? weights[channel] : 1f / channels;
            var plane = pixels.Slice(channel * luma.Length, luma.Length);
            for (var i = 0; i < plane.Length; i++)
            {
                var value = float.CreateTruncating(plane[i]) * scale;
                luma[i] += value * weight;
                isClipped[i] |= value > TopOfRange;
            }
        }
    }

    // Over pixels that are lit with all four neighbours. Two passes: the mean first, for the sake of precision.
    private static double LaplacianVariance(float[] luma, int height, int width)
    {
        var values = new List<double>();
        for (var y = 1; y < height - 1; y++)
            for (int x = 1, i = y * width + 1; x < width - 1; x++, i++)
                if (luma[i] > Dark && luma[i - 1] > Dark && luma[i + 1] > Dark && luma[i - width] > Dark && luma[i + width] > Dark)
                    values.Add((double)luma[i - 1] + luma[i + 1] + luma[i - width] + luma[i + width] - 4.0 * luma[i]);
        if (values.Count == 0) return 0;
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / values.Count;
    }

    private static int Spread(int[] histogram, int count) => ValueAt(histogram, (int)Math.Ceiling((1 - Tail) * (count - 1))) - ValueAt(histogram, (int)(Tail * (count - 1)));

    private static int ValueAt(int[] histogram, int rank)
    {
        var value = 0;
        for (var below = histogram[0]; below <= rank; below += histogram[++value]) { }
        return value;
    }
}
