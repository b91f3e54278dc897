using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

[TestClass]
public sealed class ImageStoreTests
{
    [TestMethod]
    public void GivesTheDecodedPixelsInTheOrderOfTheList()
    {
        using var folder = new StoreFolder(9);
        string[] order = [.. folder.Files.Reverse(), folder.Files[3]];
        using var images = folder.Open(maxSegmentRows: 4).Prepare(order, skipUnreadable: false);
        StoreFolder.AssertHolds(images, order);
        Assert.HasCount(3, folder.Segments());
        Assert.IsEmpty(images.Unreadable);
    }

    [TestMethod]
    public void DecodesOnceAndThenOnlyWhatIsMissing()
    {
        using var folder = new StoreFolder(6);
        folder.Open().Prepare(folder.Files[..4], skipUnreadable: false).Dispose();
        var first = folder.Segments();
        folder.Open().Prepare(folder.Files[1..3], skipUnreadable: false).Dispose();
        CollectionAssert.AreEqual(first, folder.Segments());
        using var all = folder.Open().Prepare(folder.Files, skipUnreadable: false);
        StoreFolder.AssertHolds(all, folder.Files);
        Assert.HasCount(2, folder.Segments());
    }

    [TestMethod]
    public void AChangedFileIsDecodedAnew()
    {
        using var folder = new StoreFolder(3);
        folder.Open().Prepare(folder.Files, skipUnreadable: false).Dispose();
        var pixels = new byte[StoreFolder.Settings.RowBytes];
        Assert.IsTrue(folder.Open().TryRead(folder.Files[1], pixels));
        folder.Write(1, 250);
        File.SetLastWriteTimeUtc(folder.Files[1], new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.IsFalse(folder.Open().TryRead(folder.Files[1], pixels));
        using var images = folder.Open().Prepare(folder.Files, skipUnreadable: false);
        StoreFolder.AssertHolds(images, folder.Files);
        images.CopyTo(1, pixels);
        Assert.AreEqual(250, pixels[0], 1);
    }

    [TestMethod]
    public void AnyThreadCountWritesTheSameBytes()
    {
        using var folder = new StoreFolder(40);
        var contents = new List<byte[][]>();
        foreach (var threads in new[] { 1, 2, 7 })
        {
            folder.Open(maxSegmentRows: 16, threads).Prepare(folder.Files, skipUnreadable: false).Dispose();
            contents.Add([.. folder.Segments().Select(File.ReadAllBytes).OrderBy(Convert.ToHexString, StringComparer.Ordinal)]);
            Directory.Delete(folder.StoreRoot, recursive: true);
        }
        Assert.HasCount(3, contents[0]);
        for (var i = 0; i < 3; i++)
        {
            CollectionAssert.AreEqual(contents[0][i], contents[1][i]);
            CollectionAssert.AreEqual(contents[0][i], contents[2][i]);
        }
    }

    [TestMethod]
    public void TwoStoresAtOnceDecodeNothingTwice()
    {
        using var folder = new StoreFolder(60);
        Parallel.Invoke(Enumerable.Range(0, 4).Select(_ => (Action)(() =>
        {
            using var images = folder.Open(maxSegmentRows: 10).Prepare(folder.Files, skipUnreadable: false);
            StoreFolder.AssertHolds(images, folder.Files);
        })).ToArray());
        Assert.HasCount(6, folder.Segments());
    }

    [TestMethod]
    public void AWriterWaitsForTheLockAndCanBeCancelledMeanwhile()
    {
        using var folder = new StoreFolder(2);
        var store = folder.Open();
        Directory.CreateDirectory(store.Folder);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using (new FileStream(Path.Combine(store.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            Assert.Throws<OperationCanceledException>(() => store.Prepare(folder.Files, skipUnreadable: false, null, cancel.Token));
        Assert.IsEmpty(folder.Segments());
        // The lock file stays; only an open handle locks.
        store.Prepare(folder.Files, skipUnreadable: false).Dispose();
    }

    [TestMethod]
    public void TryReadNeverWritesAndSeesWhatOthersPrepared()
    {
        using var folder = new StoreFolder(3);
        var reader = folder.Open();
        var pixels = new byte[StoreFolder.Settings.RowBytes];
        Assert.IsFalse(reader.TryRead(folder.Files[0], pixels));
        Assert.IsFalse(Directory.Exists(folder.StoreRoot));
        folder.Open().Prepare(folder.Files, skipUnreadable: false).Dispose();
        Assert.IsTrue(reader.TryRead(folder.Files[2], pixels));
        CollectionAssert.AreEqual(Fixture.Decode(folder.Files[2], StoreFolder.Settings), pixels);
        Assert.IsFalse(reader.TryRead(folder["none.jpg"], pixels));
    }

    [TestMethod]
    public void OtherSettingsHaveAnotherFolder()
    {
        var settings = StoreFolder.Settings;
        DecodeSettings[] all =
            [settings, settings with { Height = 11 }, settings with { Channels = 3 }, settings with { PixelType = PixelType.UInt16 },
            settings with { Resize = ResizeMode.Pad }];
        Assert.HasCount(5, all.Select(s => ImageStore.Open(s, "x").Folder).Distinct());
        Assert.HasCount(5, all.Select(s => s.Fingerprint).Distinct());
    }

    [TestMethod]
    public void ReportsProgressAndEndsWithEverything()
    {
        using var folder = new StoreFolder(5);
        var reports = new List<ImageStoreProgress>();
        folder.Open().Prepare(folder.Files, skipUnreadable: false, new Synchronous(reports)).Dispose();
        Assert.AreEqual(5, reports[^1].Done);
        Assert.AreEqual(5, reports[^1].Total);
        Assert.AreEqual(5L * StoreFolder.Settings.RowBytes, reports[^1].Bytes);
    }

    [TestMethod]
    public void ReadingIsSafeFromManyThreads()
    {
        using var folder = new StoreFolder(12);
        using var images = folder.Open(maxSegmentRows: 5).Prepare(folder.Files, skipUnreadable: false);
        var expected = folder.Files.Select(file => Fixture.Decode(file, StoreFolder.Settings)).ToArray();
        Parallel.For(0, 5000, i =>
        {
            var pixels = new byte[images.RowBytes];
            images.CopyTo(i % 12, pixels);
            Assert.IsTrue(pixels.AsSpan().SequenceEqual(expected[i % 12]));
        });
    }

    [TestMethod]
    public void CancellingKeepsWhatIsDecoded()
    {
        using var folder = new StoreFolder(50);
        using var cancel = new CancellationTokenSource();
        var store = folder.Open(maxSegmentRows: 10, threads: 1);
        Assert.Throws<OperationCanceledException>(() => store.Prepare(folder.Files, skipUnreadable: false, new CancelWhenTold(cancel), cancel.Token));
        Assert.IsEmpty(Directory.GetFiles(store.Folder, "*.tmp"));
        Assert.HasCount(1, folder.Segments());
        using var images = store.Prepare(folder.Files, skipUnreadable: false);
        StoreFolder.AssertHolds(images, folder.Files);
    }

    private sealed class Synchronous(List<ImageStoreProgress> reports) : IProgress<ImageStoreProgress>
    {
        public void Report(ImageStoreProgress value)
        {
            lock (reports) reports.Add(value);
        }
    }

    private sealed class CancelWhenTold(CancellationTokenSource cancel) : IProgress<ImageStoreProgress>
    {
        public void Report(ImageStoreProgress value) => cancel.Cancel();
    }
}
