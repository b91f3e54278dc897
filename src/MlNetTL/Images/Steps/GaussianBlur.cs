using System.Numerics;

namespace MlNetTL.Images;

/// <summary>A Gaussian in single precision, first down the columns and then along the rows.</summary>
/// <remarks>Cut at three standard deviations and normalised; the image is mirrored at its border, the outermost pixel not repeated. No sum depends on the width of the
/// machine's vectors.</remarks>
internal static class GaussianBlur
{
    private const double StandardDeviations = 3;

    /// <summary>The blurred values, in the order of the image's.</summary>
    public static float[] Apply(Raster image, double sigma)
    {
        var kernel = Kernel(sigma);
        var (radius, channels, stride) = (kernel.Length / 2, image.Channels, image.Width * image.Channels);
        var result = new float[image.Values.Length];
        var (converted, row, padded) = (new float[stride], new float[stride], new float[(image.Width + 2 * radius) * channels]);
        for (var y = 0; y < image.Height; y++)
        {
            row.AsSpan().Clear();
            for (var k = 0; k < kernel.Length; k++)
            {
                var source = image.Values.AsSpan(Mirror(y + k - radius, image.Height) * stride, stride);
                for (var i = 0; i < stride; i++) converted[i] = source[i];
                Add(converted, kernel[k], row);
            }
            for (var x = -radius; x < image.Width + radius; x++)
                row.AsSpan(Mirror(x, image.Width) * channels, channels).CopyTo(padded.AsSpan((x + radius) * channels));
            var output = result.AsSpan(y * stride, stride);
            for (var k = 0; k < kernel.Length; k++) Add(padded.AsSpan(k * channels, stride), kernel[k], output);
        }
        return result;
    }

    /// <summary>The place that a place outside of 0 … count - 1 mirrors.</summary>
    public static int Mirror(int place, int count)
    {
        if (count == 1) return 0;
        var period = 2 * (count - 1);
        place = ((place % period) + period) % period;
        return place < count ? place : period - place;
    }

    private static float[] Kernel(double sigma)
    {
        var radius = (int)(StandardDeviations * sigma + 0.5);
        var weights = Enumerable.Range(-radius, 2 * radius + 1).Select(x => Math.Exp(-0.5 * x * x / (sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }

    private static void Add(ReadOnlySpan<float> values, float weight, Span<float> sums)
    {
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + new Vector<float>(values[i..]) * weight).CopyTo(sums[i..]);
        for (; i < values.Length; i++) sums[i] += values[i] * weight;
    }
}
