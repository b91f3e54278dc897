using MlNetTL.Cli.Runs;
using MlNetTL.Experiments.Describing;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>What a store will need is said before anything is decoded.</summary>
[TestClass]
public sealed class StoreNeedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void OnlyWhatIsNotStoredYetIsNeeded()
    {
        var settings = new DecodeSettings(20, 10, 3);
        string[] files = [.. Enumerable.Range(0, 5).Select(i => Image(i)), _folder["absent.jpg"]];
        var store = ImageStore.Open(settings, _folder["new/store"], maxSegmentRows: 100, threads: 2, freeBytes: _ => 2500);
        Assert.AreEqual((5 * 600L, 2500L), store.Need([.. files, files[0]]), "An image that is listed twice is stored once, and one that is not there not at all.");
        Assert.IsFalse(Directory.Exists(_folder["new"]), "Nothing is written.");
        store.Prepare(files[..2], skipUnreadable: false).Dispose();
        Assert.AreEqual(3 * 600L, store.Need(files).Bytes);
    }

    [TestMethod]
    public void WhatDoesNotFitIsRefusedAndWhatLeavesLittleIsNot()
    {
        var error = Assert.ThrowsExactly<IOException>(() => DiskNeed.Require(new(20_000_000_000, 10_000_000_000, "/x")));
        StringAssert.Contains(error.Message, "The decoded images need 20.00 GB but only 10.00 GB are free on the disk of '/x'");
        var tight = new StoreNeed(95, 100, "/x");
        DiskNeed.Require(tight);
        Assert.IsTrue(DiskNeed.IsTight(tight));
        Assert.IsFalse(DiskNeed.IsTight(new(89, 100, "/x")));
        Assert.IsFalse(DiskNeed.IsTight(new(0, 0, "/x")));
    }

    private string Image(int i)
    {
        var path = _folder[$"{i}.jpg"];
        ImageEncoder.WriteJpeg(path, [.. Enumerable.Repeat((byte)(40 * i), 64)], 8, 8);
        return path;
    }
}
