using MlNetTL.Scoring;
using MlNetTL.Training.Sampling;
using MlNetTL.Training.Tasks;

namespace MlNetTL.Tests.Training.Sampling;

[TestClass]
public sealed class EpochRowsTests
{
    // 16.27, 13.82 and 22.46 are the 0.999 quantiles of chi-square with 3, 2 and 6 degrees of freedom.
    [TestMethod]
    public void RowsAreDrawnAsOftenAsTheirWeightsAsk()
    {
        double[] weights = [1, 5, 0.5, 3.5];
        var drawn = Draws(weights, epochs: 5000);
        Assert.IsLessThan(16.27, ChiSquare(Counts(drawn, 4), weights));
        // That the test can fail: the same draws do not fit other weights.
        Assert.IsGreaterThan(16.27, ChiSquare(Counts(drawn, 4), [1, 5, 0.6, 3.4]));
    }

    [TestMethod]
    public void ClassesAreBalancedAndRowsWithinThemAlike()
    {
        float[] classes = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2];
        var weights = LearningTask.For(PredictionTask.Multiclass).BalancedRows([.. classes.Select(c => new[] { c })]);
        var counts = Counts(Draws(weights, epochs: 3000), 10);
        Assert.IsLessThan(13.82, ChiSquare([counts[..7].Sum(), counts[7..9].Sum(), counts[9]], [1, 1, 1]));
        Assert.IsLessThan(22.46, ChiSquare(counts[..7], [.. Enumerable.Repeat(1.0, 7)]));
        var binary = LearningTask.For(PredictionTask.Binary).BalancedRows([[0f], [0.2f], [0.9f], [0]]);
        CollectionAssert.AreEqual(new[] { 1 / 3.0, 1 / 3.0, 1, 1 / 3.0 }, binary);
    }

    [TestMethod]
    public void OfSeveralLabelsTheRarestPositiveCounts()
    {
        float[][] labels = [[1, 0, 0], [1, 1, float.NaN], [0.9f, 0, 0], [1, 0, 1], [0, 0.4f, 0], [float.NaN, 0, 0]];
        // Positives: 4, 1, 1; two rows without any.
        CollectionAssert.AreEqual(new[] { 0.25, 1, 0.25, 1, 0.5, 0.5 }, LearningTask.For(PredictionTask.MultiLabel).BalancedRows(labels));
    }

    [TestMethod]
    [DataRow(10, 4, false, "4 4 2")]
    [DataRow(9, 4, false, "4 5")]
    [DataRow(9, 4, true, "4 4")]
    public void AnEpochKeepsItsBatches(int rows, int batchSize, bool dropLast, string sizes)
    {
        foreach (var weights in new[] { null, Enumerable.Repeat(1.0, rows).ToArray() })
            Assert.AreEqual(sizes, string.Join(' ', new EpochRows(rows, weights, batchSize, dropLast, seed: 1).Of(1).Select(batch => batch.Rows.Length)));
    }

    [TestMethod]
    public void DrawsHangOnSeedAndEpochAndEachIsNamed()
    {
        DrawnBatch[] Of(int seed, int epoch) => [.. new EpochRows(20, [.. Enumerable.Range(1, 20).Select(i => 1.0 / i)], 4, false, seed).Of(epoch)];
        int[] Rows(int seed, int epoch) => [.. Of(seed, epoch).SelectMany(batch => batch.Rows)];
        CollectionAssert.AreEqual(Rows(1, 1), Rows(1, 1));
        CollectionAssert.AreNotEqual(Rows(1, 1), Rows(1, 2));
        CollectionAssert.AreNotEqual(Rows(1, 1), Rows(2, 1));
        var draws = Of(1, 1).SelectMany(batch => batch.Rows.Zip(batch.Draws)).ToArray();
        Assert.IsLessThan(20, draws.Select(draw => draw.First).Distinct().Count(), "Some rows come twice.");
        Assert.AreEqual(20, draws.Select(draw => draw.Second).Distinct().Count());
        foreach (var row in draws.GroupBy(draw => draw.First)) CollectionAssert.AreEqual(Enumerable.Range(0, row.Count()).Select(time => row.Key + 20L * time).ToArray(), row.Select(draw => draw.Second).ToArray());
        // Without weights a row is its own name, as before there were draws.
        foreach (var batch in new EpochRows(9, null, 4, false, 1).Of(1)) CollectionAssert.AreEqual(batch.Rows.Select(row => (long)row).ToArray(), batch.Draws);
    }

    private static List<int> Draws(double[] weights, int epochs)
    {
        var rows = new EpochRows(weights.Length, weights, 4, false, seed: 7);
        return [.. Enumerable.Range(1, epochs).SelectMany(rows.Of).SelectMany(batch => batch.Rows)];
    }

    private static int[] Counts(IEnumerable<int> drawn, int rows)
    {
        var counts = new int[rows];
        foreach (var row in drawn) counts[row]++;
        return counts;
    }

    private static double ChiSquare(int[] counts, double[] shares) =>
        counts.Zip(shares, (count, share) => share / shares.Sum() * counts.Sum() is var expected ? (count - expected) * (count - expected) / expected : 0).Sum();
}
