using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

[TestClass]
public sealed class TemporaryPixelRowsTests
{
    [TestMethod]
    public void RowsComeBackInAnyOrderAndNothingIsLeft()
    {
        using var folder = new TemporaryFolder();
        using (var rows = new TemporaryPixelRows(5, folder.Path))
        {
            for (byte i = 0; i < 100; i++) rows.Append([i, 1, 2, 3, (byte)(i + 1)]);
            Assert.AreEqual(100, rows.Count);
            Assert.AreEqual(500, rows.Bytes);
            Parallel.For(0, 100, i =>
            {
                var row = new byte[5];
                rows.CopyTo(99 - i, row);
                CollectionAssert.AreEqual(new byte[] { (byte)(99 - i), 1, 2, 3, (byte)(100 - i) }, row);
            });
            Assert.ThrowsExactly<ArgumentException>(() => rows.Append([1]));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => rows.CopyTo(100, new byte[5]));
        }
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.Path));
    }
}
