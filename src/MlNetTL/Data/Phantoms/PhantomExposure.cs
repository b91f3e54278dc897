using System.Numerics;
using MlNetTL.Foundation;

namespace MlNetTL.Data;

/// <summary>How one image was taken: exposure, contrast, gamma, uneven field, blur and grain. It differs from image to image and hangs on no finding.</summary>
internal static class PhantomExposure
{
    /// <summary>Turns densities into grey values.</summary>
    public static byte[] Develop(float[] densities, int size, ref RowRandom random)
    {
        var (mean, deviation) = MeanAndDeviation(densities);
        var level = (float)random.NextDouble(0.36, 0.56);
        var contrast = (float)random.NextDouble(0.15, 0.24) / deviation;
        var gamma = (float)random.NextDouble(0.8, 1.25);
        var vignette = (float)random.NextDouble(0, 0.18);
        var unevenness = (float)random.NextDouble(0.07, 0.12);
        var field = new SmoothNoise(ref random, 4);
        var grain = (float)random.NextDouble(0.01, 0.035);
        var blur = (float)random.NextDouble(0, 0.25);
        Blur(densities, size, blur);

        var curve = GammaCurve(gamma);
        var grey = new byte[densities.Length];
        for (var row = 0; row < size; row++)
        {
            var y = (2 * row + 1f) / size - 1;
            for (var column = 0; column < size; column++)
            {
                var x = (2 * column + 1f) / size - 1;
                var at = row * size + column;
                // 64 fair coins have a deviation of 4: near enough to normal noise, at the price of one number.
                var noise = (BitOperations.PopCount(random.NextBits()) - 32) * 0.25f;
                var value = level + contrast * (densities[at] - mean) + unevenness * field.At(x, y) + grain * noise;
                value *= 1 - vignette * (x * x + y * y) * 0.5f;
                grey[at] = curve[(int)Math.Clamp(value * 1024, 0, 1023)];
            }
        }
        return grey;
    }

    private static (float Mean, float Deviation) MeanAndDeviation(float[] values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values)
        {
            sum += value;
            squares += (double)value * value;
        }
        var mean = sum / values.Length;
        return ((float)mean, (float)Math.Sqrt(Math.Max(1e-12, squares / values.Length - mean * mean)));
    }

    private static byte[] GammaCurve(float gamma)
    {
        var curve = new byte[1024];
        for (var i = 0; i < curve.Length; i++) curve[i] = (byte)(255 * MathF.Pow((i + 0.5f) / curve.Length, gamma) + 0.5f);
        return curve;
    }

    // Each pixel gives a share to its neighbours, along rows and then along columns.
    private static void Blur(float[] values, int size, float share)
    {
        foreach (var step in (ReadOnlySpan<int>)[1, size])
        {
            var before = values.AsSpan().ToArray();
            for (var i = step; i < values.Length - step; i++)
                values[i] = (1 - share) * before[i] + share / 2 * (before[i - step] + before[i + step]);
        }
    }
}
