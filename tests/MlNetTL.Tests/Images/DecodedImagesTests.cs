using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

[TestClass]
public sealed class DecodedImagesTests
{
    [TestMethod]
    public void TheOnesUsedLongestAgoGoFirstAndTheBytesStayBounded()
    {
        var images = new DecodedImages(100);
        var decoded = new List<int>();
        void Use(int key, int bytes = 40) => images.Get((UInt128)key, () => { decoded.Add(key); return Image(bytes); });
        Use(1);
        Use(2);
        Use(1);
        Use(3);
        Assert.AreEqual(80, images.Bytes);
        Use(1);
        Use(2);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 2 }, decoded, "2 was used longest ago when 3 came");
        Use(4, 101);
        Assert.IsLessThanOrEqualTo(100, images.Bytes, "one that is larger than all that is kept is not kept");
        Use(4, 101);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 2, 4, 4 }, decoded);
    }

    [TestMethod]
    public void ThreadsThatWantTheSameImageDecodeItOnce()
    {
        var images = new DecodedImages(1 << 20);
        var decoded = 0;
        Parallel.For(0, 64, new() { MaxDegreeOfParallelism = 8 }, i => images.Get((UInt128)(i % 2), () =>
        {
            Interlocked.Increment(ref decoded);
            Thread.Sleep(20);
            return Image(10);
        }));
        Assert.AreEqual(2, decoded);
        Assert.AreEqual(20, images.Bytes);
    }

    [TestMethod]
    public void ManyThreadsNeverKeepMoreThanTheBound()
    {
        var images = new DecodedImages(300);
        Parallel.For(0, 5000, i =>
        {
            var bytes = 10 + i * 7 % 91;
            Assert.HasCount(bytes, images.Get((UInt128)bytes, () => Image(bytes)).Pixels);
            Assert.IsLessThanOrEqualTo(300, images.Bytes);
        });
    }

    [TestMethod]
    public void AFailureIsNotKept()
    {
        var images = new DecodedImages(100);
        Assert.ThrowsExactly<UnreadableImageException>(() => images.Get(1, () => throw new UnreadableImageException("torn")));
        Assert.AreEqual(0, images.Bytes);
        Assert.HasCount(5, images.Get(1, () => Image(5)).Pixels);
    }

    private static DecodedImage Image(int bytes) => new(new byte[bytes], 1, bytes, new(1, false, false), false);
}
