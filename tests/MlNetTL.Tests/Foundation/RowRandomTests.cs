using MlNetTL.Foundation;

namespace MlNetTL.Tests.Foundation;

[TestClass]
public sealed class RowRandomTests
{
    [TestMethod]
    public void TheSameKeysGiveTheSameNumbersAndAnyOtherKeyGivesOthers()
    {
        static ulong First(long seed, string purpose, long epoch, long row) => new RowRandom(seed, purpose, epoch, row).NextBits();
        var reference = First(1, "order", 2, 3);
        Assert.AreEqual(reference, First(1, "order", 2, 3));
        foreach (var other in new[] { First(2, "order", 2, 3), First(1, "flip", 2, 3), First(1, "order", 3, 3), First(1, "order", 2, 4) }) Assert.AreNotEqual(reference, other);
    }

    [TestMethod]
    public void UniformNumbersHaveTheMeanAndVarianceOfTheUniformDistribution()
    {
        var values = Enumerable.Range(0, 100_000).Select(row => new RowRandom(7, "test", 1, row).NextDouble()).ToArray();
        var mean = values.Average();
        Assert.AreEqual(0.5, mean, 4 * Math.Sqrt(1 / 12.0 / values.Length));
        Assert.AreEqual(1 / 12.0, values.Average(v => (v - mean) * (v - mean)), 0.001);
    }

    [TestMethod]
    public void ShuffleKeepsEveryValue()
    {
        var values = Enumerable.Range(0, 1000).ToArray();
        new RowRandom(1, "order").Shuffle<int>(values);
        Assert.IsFalse(values.SequenceEqual(Enumerable.Range(0, 1000)));
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).ToArray(), values);
    }
}
