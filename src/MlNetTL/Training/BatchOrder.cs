using MlNetTL.Foundation;

namespace MlNetTL.Training;

/// <summary>Cuts the rows of an epoch into batches.</summary>
internal static class BatchOrder
{
    /// <summary>The rows in an order that hangs on (seed, epoch), in batches. A last batch of one row joins the one before it, since batch-norm needs two values a channel.</summary>
    public static IEnumerable<int[]> Shuffled(int rows, int batchSize, long seed, int epoch)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        new RowRandom(seed, "order", epoch).Shuffle<int>(order);
        for (var start = 0; start < rows;)
        {
            var size = rows - start == batchSize + 1 ? batchSize + 1 : Math.Min(batchSize, rows - start);
            yield return order[start..(start + size)];
            start += size;
        }
    }

    /// <summary>The rows in their own order, in batches.</summary>
    public static IEnumerable<int[]> InOrder(int rows, int batchSize) => Enumerable.Range(0, rows).Chunk(batchSize);
}
