using MlNetTL.Foundation;

namespace MlNetTL.Training.Sampling;

/// <summary>The batches of each epoch: all rows once, or as many draws by weight. They hang on (seed, epoch), so that a fit that goes on finds its place.</summary>
/// <param name="count">The number of rows.</param>
/// <param name="weights">How likely each row is drawn, above 0, up to a factor; null: each comes once.</param>
/// <param name="batchSize">Rows a batch.</param>
/// <param name="dropLast">Leaves out what does not fill a batch.</param>
/// <param name="seed">The seed.</param>
internal sealed class EpochRows(int count, IReadOnlyList<double>? weights, int batchSize, bool dropLast, long seed)
{
    // Of each row, where its share of [0, sum of weights) ends.
    private readonly double[]? _ends = weights is null ? null : RunningSums(weights);

    /// <summary>The batches of an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    public IEnumerable<DrawnBatch> Of(int epoch) => _ends is null
        ? BatchOrder.Shuffled(count, batchSize, seed, epoch, dropLast).Select(DrawnBatch.Of)
        : Named(BatchOrder.Cut(Drawn(_ends, epoch), batchSize, dropLast));

    private int[] Drawn(double[] ends, int epoch)
    {
        var random = new RowRandom(seed, "sampling", epoch);
        var drawn = new int[count];
        foreach (ref var row in drawn.AsSpan()) row = RowAt(ends, random.NextDouble() * ends[^1]);
        return drawn;
    }

    // The first row whose share ends behind the point. The largest point may round up to the end itself.
    private static int RowAt(double[] ends, double point)
    {
        var place = Array.BinarySearch(ends, point);
        return Math.Min(place < 0 ? ~place : place + 1, ends.Length - 1);
    }

    private IEnumerable<DrawnBatch> Named(IEnumerable<int[]> batches)
    {
        var times = new int[count];
        foreach (var rows in batches) yield return new(rows, [.. rows.Select(row => row + (long)count * times[row]++)]);
    }

    private static double[] RunningSums(IReadOnlyList<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(weight => sum += weight)];
    }
}
