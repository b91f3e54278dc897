using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetTL.Images;

/// <summary>Antialiased resize of interleaved pixels into planes: first down the columns, then along the rows, in single precision, rounded once at the
/// end.</summary>
/// <remarks>
/// No sum depends on the width of the machine's vectors, so that every machine gives the same bytes.
/// Between the passes nothing is rounded (torchvision's arithmetic on tensors); Pillow rounds there, which parts the two by at most 1 of 255.
/// </remarks>
internal static class Resampler
{
    // The horizontal pass loads four channels at once, past the end of a row with fewer.
    private const int Lanes = 4;

    /// <summary>Resizes an image of <paramref name="channels"/> interleaved channels.</summary>
    /// <typeparam name="TIn">byte or ushort.</typeparam>
    /// <typeparam name="TOut">byte or ushort; the full range of the input is brought to the full range of the output.</typeparam>
    /// <param name="source">height x width x channels values.</param>
    /// <param name="height">Rows of the source.</param>
    /// <param name="width">Columns of the source.</param>
    /// <param name="channels">Channels of the source.</param>
    /// <param name="settings">The output's size and mode.</param>
    /// <param name="planes">channels x Height x Width values; what padding leaves free must be zero.</param>
    public static void Resize<TIn, TOut>(ReadOnlySpan<TIn> source, int height, int width, int channels, DecodeSettings settings, Span<TOut> planes)
        where TIn : unmanaged where TOut : unmanaged
    {
        if (typeof(TIn) == typeof(TOut) && (height, width) == (settings.Height, settings.Width))
        {
            Separate(source, channels, MemoryMarshal.Cast<TOut, TIn>(planes));
            return;
        }
        var placement = Placement.Of(height, width, settings);
        var vertical = new ResampleWeights(height, placement.ScaledHeight, placement.FromRow, placement.Rows);
        var horizontal = new ResampleWeights(width, placement.ScaledWidth, placement.FromColumn, placement.Columns);
        var (firstColumn, endColumn) = horizontal.Range;
        int first = firstColumn * channels, used = (endColumn - firstColumn) * channels, stride = width * channels, plane = settings.Height * settings.Width;
        var factor = (typeof(TIn) == typeof(TOut)) ? 1f : typeof(TOut) == typeof(ushort) ? 257f : 1f / 257f;
        var buffer = ArrayPool<float>.Shared.Rent(used + Lanes);
        try
        {
            var row = buffer.AsSpan(0, used);
            for (var y = 0; y < placement.Rows; y++)
            {
                row.Clear();
                var weights = vertical.Of(y);
                for (var k = 0; k < weights.Length; k++) AddWeighted(source.Slice((vertical.Start(y) + k) * stride + first, used), weights[k], row);
                var output = planes[((placement.Top + y) * settings.Width + placement.Left)..];
                ResizeRow(buffer, firstColumn, channels, horizontal, placement.Columns, factor, output, plane);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    // An image of the wanted size already: every mode of resizing leaves its values as they are.
    private static void Separate<T>(ReadOnlySpan<T> source, int channels, Span<T> planes) where T : unmanaged
    {
        if (channels == 1)
        {
            source.CopyTo(planes);
            return;
        }
        var plane = source.Length / channels;
        for (var channel = 0; channel < channels; channel++)
        {
            var output = planes.Slice(channel * plane, plane);
            for (int i = 0, from = channel; i < output.Length; i++, from += channels) output[i] = source[from];
        }
    }

    private static void ResizeRow<TOut>(
        float[] row, int firstColumn, int channels, ResampleWeights horizontal, int columns, float factor, Span<TOut> output, int plane)
        where TOut : unmanaged
    {
        ref var start = ref MemoryMarshal.GetArrayDataReference(row);
        for (var channel = 0; channel < channels; channel += Lanes)
        {
            var lanes = Math.Min(Lanes, channels - channel);
            for (var x = 0; x < columns; x++)
            {
                var weights = horizontal.Of(x);
                var position = (nuint)((horizontal.Start(x) - firstColumn) * channels + channel);
                var sum = Vector128<float>.Zero;
                foreach (var weight in weights)
                {
                    sum += Vector128.LoadUnsafe(ref start, position) * Vector128.Create(weight);
                    position += (nuint)channels;
                }
                sum = sum * Vector128.Create(factor) + Vector128.Create(0.5f);
                for (var lane = 0; lane < lanes; lane++) output[(channel + lane) * plane + x] = Rounded<TOut>(sum.GetElement(lane));
            }
        }
    }

    private static T Rounded<T>(float valuePlusHalf) where T : unmanaged => typeof(T) == typeof(byte)
        ? (T)(object)(byte)Math.Min((int)valuePlusHalf, byte.MaxValue)
        : (T)(object)(ushort)Math.Min((int)valuePlusHalf, ushort.MaxValue);

    private static void AddWeighted<T>(ReadOnlySpan<T> values, float weight, Span<float> sums) where T : unmanaged
    {
        var done = typeof(T) == typeof(byte)
            ? AddWeightedVectors(MemoryMarshal.Cast<T, byte>(values), weight, sums)
            : AddWeightedVectors(MemoryMarshal.Cast<T, ushort>(values), weight, sums);
        for (var i = done; i < values.Length; i++)
            sums[i] += weight * (typeof(T) == typeof(byte) ? (byte)(object)values[i] : (ushort)(object)values[i]);
    }

    private static int AddWeightedVectors(ReadOnlySpan<byte> values, float weight, Span<float> sums)
    {
        var i = 0;
        for (; i <= values.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(values[i..]), out var low, out var high);
            AddWeighted(low, weight, sums[i..]);
            AddWeighted(high, weight, sums[(i + Vector<ushort>.Count)..]);
        }
        return i;
    }

    private static int AddWeightedVectors(ReadOnlySpan<ushort> values, float weight, Span<float> sums)
    {
        var i = 0;
        for (; i <= values.Length - Vector<ushort>.Count; i += Vector<ushort>.Count) AddWeighted(new Vector<ushort>(values[i..]), weight, sums[i..]);
        return i;
    }

    private static void AddWeighted(Vector<ushort> values, float weight, Span<float> sums)
    {
        Vector.Widen(values, out var low, out var high);
        var next = sums[Vector<float>.Count..];
        (new Vector<float>(sums) + Vector.ConvertToSingle(Vector.AsVectorInt32(low)) * weight).CopyTo(sums);
        (new Vector<float>(next) + Vector.ConvertToSingle(Vector.AsVectorInt32(high)) * weight).CopyTo(next);
    }
}
