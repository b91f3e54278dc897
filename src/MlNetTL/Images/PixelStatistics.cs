using System.Runtime.InteropServices;

namespace MlNetTL.Images;

/// <summary>The mean and the standard deviation of each channel, in units of the pixel type's range.</summary>
/// <param name="Mean">The means, 0 to 1.</param>
/// <param name="Deviation">The deviations (of all pixels, divided by their number), 0 to 0.5.</param>
internal sealed record PixelStatistics(double[] Mean, double[] Deviation)
{
    /// <summary>Computes them over some rows, a row at a time in memory.</summary>
    /// <remarks>Sums are of whole numbers and lose nothing, so that neither the number of threads nor the order of rows changes a bit.</remarks>
    /// <param name="pixels">The images.</param>
    /// <param name="rows">The rows that count.</param>
    /// <param name="layout">What a row holds.</param>
    /// <param name="cancel">Stops between rows.</param>
    public static PixelStatistics Of(IPixelRows pixels, IReadOnlyList<int> rows, ImageLayout layout, CancellationToken cancel)
    {
        var total = new Sums(layout.Channels);
        try
        {
            Parallel.ForEach(rows, new ParallelOptions { CancellationToken = cancel }, () => (Sums: new Sums(layout.Channels), Row: new byte[layout.RowBytes]), (row, _, local) =>
            {
                pixels.CopyTo(row, local.Row);
                local.Sums.Add(local.Row, layout);
                return local;
            }, local =>
            {
                lock (total) total.Add(local.Sums);
            });
        }
        catch (AggregateException error) when (error.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
        return total.Result((UInt128)rows.Count * (UInt128)(layout.Height * layout.Width), layout.MaxValue);
    }

    /// <summary>Computes them over rows that come one by one.</summary>
    /// <param name="layout">What a row holds.</param>
    public sealed class Collector(ImageLayout layout)
    {
        private readonly Sums _sums = new(layout.Channels);

        /// <summary>The rows so far.</summary>
        public long Rows { get; private set; }

        /// <summary>Adds a row.</summary>
        public void Add(ReadOnlySpan<byte> row)
        {
            _sums.Add(row, layout);
            Rows++;
        }

        /// <summary>The figures of at least one row.</summary>
        public PixelStatistics Result() => _sums.Result((UInt128)Rows * (UInt128)(layout.Height * layout.Width), layout.MaxValue);
    }

    private sealed class Sums(int channels)
    {
        private readonly UInt128[] _values = new UInt128[channels];
        private readonly UInt128[] _squares = new UInt128[channels];

        public void Add(ReadOnlySpan<byte> row, ImageLayout layout)
        {
            if (layout.PixelType == PixelType.Byte) Add<byte>(row, value => value);
            else Add<ushort>(row, value => value);
        }

        // A row has at most 2^31 values of 16 bits: their squares add up to less than 2^63.
        private void Add<T>(ReadOnlySpan<byte> row, Func<T, uint> widen) where T : unmanaged
        {
            var values = MemoryMarshal.Cast<byte, T>(row);
            var plane = values.Length / channels;
            for (var channel = 0; channel < channels; channel++)
            {
                ulong sum = 0, squares = 0;
                foreach (var pixel in values.Slice(channel * plane, plane))
                {
                    var value = widen(pixel);
                    sum += value;
                    squares += (ulong)value * value;
                }
                _values[channel] += sum;
                _squares[channel] += squares;
            }
        }

        public void Add(Sums other)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                _values[channel] += other._values[channel];
                _squares[channel] += other._squares[channel];
            }
        }

        public PixelStatistics Result(UInt128 count, int maximum) => new(
            [.. _values.Select(sum => (double)sum / (double)count / maximum)],
            [.. _values.Zip(_squares, (sum, squares) => Math.Sqrt((double)(count * squares - sum * sum)) / (double)count / maximum)]);
    }
}
