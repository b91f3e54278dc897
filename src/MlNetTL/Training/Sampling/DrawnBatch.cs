namespace MlNetTL.Training.Sampling;

/// <summary>The rows of a training batch.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Draws">What names each draw within its epoch: the row itself where it comes for the first time, another number for each time after that, so that a row that is drawn twice is not augmented
/// twice alike.</param>
internal sealed record DrawnBatch(int[] Rows, long[] Draws)
{
    /// <summary>Rows that come once.</summary>
    public static DrawnBatch Of(int[] rows) => new(rows, [.. rows.Select(row => (long)row)]);
}
