using MlNetTL.Foundation;

namespace MlNetTL.Training;

/// <summary>Cuts the rows of an epoch into batches.</summary>
internal static class BatchOrder
{
    /// <summary>The rows in an order that hangs on (seed, epoch), in batches. A last batch of one row joins the one before it, since batch-norm needs two values a channel.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="batchSize">Rows a batch.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="dropLast">Leaves out what does not fill a batch, unless it is all there is.</param>
    public static IEnumerable<int[]> Shuffled(int rows, int batchSize, long seed, int epoch, bool dropLast = false)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        new RowRandom(seed, "order", epoch).Shuffle<int>(order);
        return Cut(order, batchSize, dropLast);
    }

    /// <summary>Some rows in batches, with the last one as <see cref="Shuffled"/> has it.</summary>
    public static IEnumerable<int[]> Cut(int[] order, int batchSize, bool dropLast)
    {
        for (var start = 0; start < order.Length;)
        {
            var left = order.Length - start;
            if (dropLast && start > 0 && left < batchSize) yield break;
            var size = left == batchSize + 1 && !dropLast ? batchSize + 1 : Math.Min(batchSize, left);
            yield return order[start..(start + size)];
            start += size;
        }
    }

    /// <summary>How many batches <see cref="Shuffled"/> gives.</summary>
    public static int CountOf(int rows, int batchSize, bool dropLast)
    {
        var (full, rest) = Math.DivRem(rows, batchSize);
        return rest == 0 || full > 0 && (dropLast || rest == 1) ? full : full + 1;
    }

    /// <summary>The rows in their own order, in batches.</summary>
    public static IEnumerable<int[]> InOrder(int rows, int batchSize) => Enumerable.Range(0, rows).Chunk(batchSize);
}
