using MlNetTL.Training;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class BatchOrderTests
{
    [TestMethod]
    [DataRow(10, 4, "4 4 2")]
    [DataRow(9, 4, "4 5")]
    [DataRow(5, 4, "5")]
    [DataRow(8, 4, "4 4")]
    [DataRow(3, 4, "3")]
    public void NoBatchHasOneRow(int rows, int batchSize, string sizes) =>
        Assert.AreEqual(sizes, string.Join(" ", BatchOrder.Shuffled(rows, batchSize, seed: 1, epoch: 1).Select(batch => batch.Length)));

    [TestMethod]
    [DataRow(10, 4, "4 4")]
    [DataRow(9, 4, "4 4")]
    [DataRow(8, 4, "4 4")]
    [DataRow(3, 4, "3")]
    public void TheLastBatchCanBeDropped(int rows, int batchSize, string sizes) =>
        Assert.AreEqual(sizes, string.Join(" ", BatchOrder.Shuffled(rows, batchSize, seed: 1, epoch: 1, dropLast: true).Select(batch => batch.Length)));

    [TestMethod]
    public void EveryEpochHasEveryRowOnceInAnOrderOfItsOwn()
    {
        var first = BatchOrder.Shuffled(100, 7, seed: 1, epoch: 1).SelectMany(batch => batch).ToArray();
        var again = BatchOrder.Shuffled(100, 7, seed: 1, epoch: 1).SelectMany(batch => batch).ToArray();
        var second = BatchOrder.Shuffled(100, 7, seed: 1, epoch: 2).SelectMany(batch => batch).ToArray();
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, second);
        CollectionAssert.AreEqual(Enumerable.Range(0, 100).ToArray(), first.Order().ToArray());
    }
}
