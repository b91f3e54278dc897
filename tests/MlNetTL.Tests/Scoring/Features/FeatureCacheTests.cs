using MlNetTL.Backbones;
using MlNetTL.Scoring;

namespace MlNetTL.Tests.Scoring.Features;

[TestClass]
public sealed class FeatureCacheTests : IDisposable
{
    private const int Width = 5;
    private static readonly FeatureCacheKey s_key = new("resnet18", "stage4", new(1, 8, 8), Preprocessing.ImageNet.ForChannels(1), "abc", "0.1.0 a", "2.10", "cpu, 2 threads");

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void WhatWasPublishedIsThereForTheNextCacheBitByBit()
    {
        using (var writer = Cache())
        {
            for (var row = 0; row < 10; row++) writer.Add((UInt128)row, Values(row));
            CollectionAssert.AreEqual(new[] { 10 }, Missing(writer, 11));
        }
        using var reader = Cache();
        CollectionAssert.AreEqual(new[] { 10 }, Missing(reader, 11));
        StringAssert.Contains(File.ReadAllText(Path.Combine(reader.Folder, "about.json")), "\"StateSha256\": \"abc\"");
        Assert.IsEmpty(_warnings);
    }

    [TestMethod]
    public void TheFirstValueOfARowStays()
    {
        using var cache = Cache();
        cache.Add(1, Values(1));
        cache.Add(1, Values(7));
        CollectionAssert.AreEqual(Values(1), Row(cache, 1));
        cache.Publish();
        cache.Add(1, Values(7));
        CollectionAssert.AreEqual(Values(1), Row(cache, 1));
    }

    [TestMethod]
    public void ACacheThatIsOpenFindsWhatAnotherPublishesMeanwhile()
    {
        using var reader = Cache();
        CollectionAssert.AreEqual(new[] { 0 }, Missing(reader, 1));
        using var writer = Cache();
        writer.Add(0, Values(0));
        CollectionAssert.AreEqual(new[] { 0 }, Missing(reader, 1));
        writer.Publish();
        Assert.IsEmpty(Missing(reader, 1));
    }

    [TestMethod]
    public void OtherKeysHaveOtherFolders()
    {
        FeatureCacheKey[] keys =
        [
            s_key, s_key with { Backbone = "resnet34" }, s_key with { Stage = "stage3" }, s_key with { Layout = new(1, 8, 9) }, s_key with { StateSha256 = "abd" },
            s_key with { Preprocessing = new([0.5f], [0.5f]) }, s_key with { Library = "0.1.0 b" }, s_key with { Torch = "2.11" },
            s_key with { Device = "cpu, 3 threads" },
        ];
        Assert.HasCount(keys.Length, keys.Select(key => key.FolderName).Distinct());
        Assert.AreEqual(s_key.FolderName, (s_key with { Preprocessing = Preprocessing.ImageNet.ForChannels(1) }).FolderName);
    }

    [TestMethod]
    public void ManyWritersAtOnceKeepEveryRow()
    {
        // Each has a cache of its own, as a process has: they share the folder and nothing else.
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, writer =>
        {
            using var cache = new FeatureCache(s_key, Width, Warn, _folder.Path) { SegmentRows = 7 };
            for (var row = 0; row < 200; row++)
            {
                cache.Add((UInt128)((row + 25 * writer) % 200), Values((row + 25 * writer) % 200));
                if (row % 20 == 0) Missing(cache, 200);
            }
        });
        using var reader = Cache();
        Assert.IsEmpty(Missing(reader, 200));
        Assert.IsEmpty(_warnings);
        Assert.IsEmpty(Directory.GetFiles(reader.Folder, "*.tmp"));
    }

    [TestMethod]
    public void ASharedCacheServesManyThreads()
    {
        using var cache = new FeatureCache(s_key, Width, Warn, _folder.Path) { SegmentRows = 9 };
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, writer =>
        {
            for (var row = writer; row < 400; row += 4) cache.Add((UInt128)row, Values(row));
            Missing(cache, 400);
        });
        Assert.IsEmpty(Missing(cache, 400));
    }

    [TestMethod]
    [DataRow(0, "does not begin as a file of features")]
    [DataRow(9, "does not fit")]
    [DataRow(12, "does not fit")]
    [DataRow(20, "checksum of its head")]
    [DataRow(-1, "checksum of a row")]
    [DataRow(-Width * 4 * 10, "checksum of a row")]
    public void ADamagedFileIsDroppedAndSaidSo(int place, string reason)
    {
        var path = Write(10);
        var bytes = File.ReadAllBytes(path);
        bytes[place < 0 ? bytes.Length + place : place] ^= 0x40;
        File.WriteAllBytes(path, bytes);
        Dropped(path, reason);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(15)]
    [DataRow(100)]
    public void AFileThatWasCutShortIsDropped(int length)
    {
        var path = Write(10);
        using (var file = File.OpenWrite(path)) file.SetLength(length);
        Dropped(path, "could not be used");
    }

    [TestMethod]
    public void AnIntactNeighbourOfADamagedFileStays()
    {
        using (var cache = new FeatureCache(s_key, Width, Warn, _folder.Path) { SegmentRows = 5 })
            for (var row = 0; row < 10; row++) cache.Add((UInt128)row, Values(row));
        using var intact = Cache();
        var files = Directory.GetFiles(intact.Folder, "*.features");
        Assert.HasCount(2, files);
        File.WriteAllText(files[0], "rubbish");
        using var reader = Cache();
        Assert.HasCount(5, Missing(reader, 10));
        Assert.HasCount(1, _warnings);
    }

    [TestMethod]
    public void AFullDiskWarnsOnceAndTheRunGoesOn()
    {
        var full = new IOException("No space left on device");
        using (var cache = new FeatureCache(s_key, Width, Warn, _folder.Path) { SegmentRows = 3, WriteFile = (_, _) => throw full })
        {
            for (var row = 0; row < 20; row++) cache.Add((UInt128)row, Values(row));
            Assert.HasCount(20, Missing(cache, 20));
        }
        Assert.HasCount(1, _warnings);
        StringAssert.Contains(_warnings[0], "No space left on device");
        StringAssert.Contains(_warnings[0], "set MLNETTL_CACHE to another folder");
    }

    [TestMethod]
    public void AFolderThatCannotBeMadeWarnsAndTheRunGoesOn()
    {
        File.WriteAllText(_folder["file"], "in the way");
        using (var cache = new FeatureCache(s_key, Width, Warn, _folder["file"])) cache.Add(0, Values(0));
        Assert.HasCount(1, _warnings);
    }

    [TestMethod]
    public void TheFolderMayBeDeletedBetweenPasses()
    {
        using var cache = Cache();
        cache.Add(0, Values(0));
        cache.Publish();
        Directory.Delete(cache.Folder, recursive: true);
        cache.Add(1, Values(1));
        cache.Publish();
        using var reader = Cache();
        CollectionAssert.AreEqual(new[] { 0 }, Missing(reader, 2));
        Assert.IsEmpty(_warnings);
    }

    // Chosen by hand to be no round numbers: bits must come back as they were.
    private static float[] Values(int row) => [.. Enumerable.Range(0, Width).Select(i => (row * 31 + i) / 7f)];

    private FeatureCache Cache() => new(s_key, Width, Warn, _folder.Path);

    private void Warn(string message)
    {
        lock (_warnings) _warnings.Add(message);
    }

    private static float[] Row(FeatureCache cache, int row)
    {
        var values = new float[Width];
        Assert.IsEmpty(cache.Read([(UInt128)row], values));
        return values;
    }

    // Rows 0 to count - 1 that are not there; those that are there must hold their own values.
    private static int[] Missing(FeatureCache cache, int count)
    {
        var values = new float[count * Width];
        int[] missing = [.. cache.Read([.. Enumerable.Range(0, count).Select(row => (UInt128)row)], values)];
        foreach (var row in Enumerable.Range(0, count).Except(missing)) CollectionAssert.AreEqual(Values(row), values[(row * Width)..((row + 1) * Width)]);
        return missing;
    }

    private string Write(int rows)
    {
        using var cache = Cache();
        for (var row = 0; row < rows; row++) cache.Add((UInt128)row, Values(row));
        cache.Publish();
        return Directory.GetFiles(cache.Folder, "*.features").Single();
    }

    private void Dropped(string path, string reason)
    {
        using var reader = Cache();
        var values = new float[10 * Width];
        Assert.IsNotEmpty(reader.Read([.. Enumerable.Range(0, 10).Select(row => (UInt128)row)], values));
        Assert.HasCount(1, _warnings);
        StringAssert.Contains(_warnings[0], reason);
        StringAssert.Contains(_warnings[0], path);
        Assert.IsFalse(File.Exists(path));
    }
}
