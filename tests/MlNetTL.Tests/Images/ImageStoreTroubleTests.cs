using MlNetTL.Foundation;
using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>Crashes, damage, full disks and unreadable images.</summary>
[TestClass]
public sealed class ImageStoreTroubleTests
{
    [TestMethod]
    [DataRow("cut")]
    [DataRow("longer")]
    [DataRow("magic")]
    [DataRow("index")]
    [DataRow("empty")]
    public void ABrokenSegmentIsMadeAnewWithANote(string damage)
    {
        using var folder = new StoreFolder(4);
        folder.Open().Prepare(folder.Files, skipUnreadable: false).Dispose();
        var path = folder.Segments().Single();
        var bytes = File.ReadAllBytes(path);
        if (damage == "magic") bytes[0] ^= 1;
        if (damage == "index") bytes[200] ^= 1;
        File.WriteAllBytes(path, damage switch { "cut" => bytes[..^1], "longer" => [.. bytes, 0], "empty" => [], _ => bytes });
        var pixels = new byte[StoreFolder.Settings.RowBytes];
        Assert.IsFalse(folder.Open().TryRead(folder.Files[0], pixels));
        using var images = folder.Open().Prepare(folder.Files, skipUnreadable: false);
        StoreFolder.AssertHolds(images, folder.Files);
        StringAssert.Contains(images.Notes.Single(), path);
        Assert.IsFalse(File.Exists(path));
        Assert.HasCount(1, folder.Segments());
    }

    [TestMethod]
    public void DamagedPixelsAreFoundWhenFirstReadAndDecodedAgain()
    {
        using var folder = new StoreFolder(4);
        folder.Open().Prepare(folder.Files, skipUnreadable: false).Dispose();
        var path = folder.Segments().Single();
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 0x10;
        File.WriteAllBytes(path, bytes);
        var pixels = new byte[StoreFolder.Settings.RowBytes];
        Assert.IsFalse(folder.Open().TryRead(folder.Files[3], pixels));
        using var images = folder.Open().Prepare(folder.Files, skipUnreadable: false);
        StoreFolder.AssertHolds(images, folder.Files);
        StringAssert.Contains(images.Notes.Single(), folder.Files[3]);
        using var again = folder.Open().Prepare(folder.Files, skipUnreadable: false);
        StoreFolder.AssertHolds(again, folder.Files);
        Assert.IsEmpty(again.Notes);
    }

    [TestMethod]
    public void WhatACrashLeftIsRemovedByTheNextWriter()
    {
        using var folder = new StoreFolder(2);
        var store = folder.Open();
        Directory.CreateDirectory(store.Folder);
        var leftover = Path.Combine(store.Folder, "0123.tmp");
        File.WriteAllText(leftover, "half a segment");
        store.Prepare(folder.Files, skipUnreadable: false).Dispose();
        Assert.IsFalse(File.Exists(leftover));
    }

    [TestMethod]
    public void UnreadableImagesAreNamedInOneError()
    {
        using var folder = new StoreFolder(3);
        File.WriteAllText(folder["text.jpg"], "no image");
        string[] files = [folder.Files[0], folder["text.jpg"], .. Enumerable.Range(0, 11).Select(i => folder[$"none{i}.jpg"]), folder.Files[2]];
        var error = Assert.ThrowsExactly<UnreadableImageException>(() => folder.Open().Prepare(files, skipUnreadable: false));
        StringAssert.StartsWith(error.Message, "12 of 14 images cannot be read.");
        StringAssert.Contains(error.Message, $"'{folder["text.jpg"]}': it is not a JPEG");
        StringAssert.Contains(error.Message, $"'{folder["none8.jpg"]}': there is no such file.");
        StringAssert.EndsWith(error.Message, "and 2 more.");
        Assert.IsTrue(folder.Open().TryRead(folder.Files[2], new byte[StoreFolder.Settings.RowBytes]), "the readable ones are kept");
    }

    [TestMethod]
    public void UnreadableImagesAreListedAndBlackWhereTheyMayBeSkipped()
    {
        using var folder = new StoreFolder(2);
        File.WriteAllBytes(folder["empty.jpg"], []);
        using var images = folder.Open().Prepare([folder.Files[0], folder["empty.jpg"], folder["none.jpg"], folder.Files[1]], skipUnreadable: true);
        CollectionAssert.AreEqual(new[] { 1, 2 }, images.Unreadable.Keys.ToArray());
        Assert.AreEqual("the file is empty.", images.Unreadable[1]);
        var pixels = new byte[images.RowBytes];
        Array.Fill(pixels, (byte)9);
        images.CopyTo(1, pixels);
        Assert.IsTrue(pixels.All(v => v == 0));
        images.CopyTo(3, pixels);
        CollectionAssert.AreEqual(Fixture.Decode(folder.Files[1], StoreFolder.Settings), pixels);
    }

    [TestMethod]
    public void PixelsThatDoNotFitAreRefusedBeforeAnythingIsDecoded()
    {
        using var folder = new StoreFolder(3);
        var store = folder.Open(freeBytes: _ => 359);
        var error = Assert.ThrowsExactly<IOException>(() => store.Prepare(folder.Files, skipUnreadable: false));
        Assert.AreEqual($"The decoded images need 360 bytes but only 359 bytes are free on the disk of '{store.Folder}'. " +
            "Free some space there, or set MLNETTL_CACHE to a folder on a larger disk.", error.Message);
        Assert.IsEmpty(folder.Segments());
    }

    [TestMethod]
    public void AFullDiskIsRecognised()
    {
        if (!File.Exists("/dev/full")) Assert.Inconclusive("Skipped: only Linux has a device that is always full.");
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        var error = Assert.ThrowsExactly<IOException>(() => RandomAccess.Write(full, [1], 0));
        Assert.IsTrue(DiskSpace.IsFull(error));
        Assert.IsFalse(DiskSpace.IsFull(new FileNotFoundException()));
    }

    [TestMethod]
    public void ADisposedListCannotBeRead()
    {
        using var folder = new StoreFolder(1);
        var images = folder.Open().Prepare(folder.Files, skipUnreadable: false);
        images.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => images.CopyTo(0, new byte[images.RowBytes]));
    }
}
