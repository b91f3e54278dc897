using MlNetTL.Data;

namespace MlNetTL.Tests.Data;

[TestClass]
public sealed class PhantomCacheTests : IDisposable
{
    private static readonly PhantomOptions s_tiny = new(TrainPatients: 3, ValidPatients: 2, Size: 32, Seed: 9);
    private readonly TemporaryFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable("MLNETTL_CACHE");

    public PhantomCacheTests() => Environment.SetEnvironmentVariable("MLNETTL_CACHE", _folder.Path);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MLNETTL_CACHE", _before);
        _folder.Dispose();
    }

    [TestMethod]
    public void DrawsOnceForEachSetOfOptions()
    {
        var first = PhantomCache.Ensure(s_tiny);
        var drawn = File.GetLastWriteTimeUtc(Path.Combine(first, "train.csv"));
        var mark = Path.Combine(first, "mark");
        File.WriteAllText(mark, "");
        Assert.AreEqual(first, PhantomCache.Ensure(s_tiny));
        Assert.AreEqual(drawn, File.GetLastWriteTimeUtc(Path.Combine(first, "train.csv")));
        Assert.IsTrue(File.Exists(mark));
        Assert.AreNotEqual(first, PhantomCache.Ensure(s_tiny with { Seed = 10 }));
    }

    [TestMethod]
    public void ManyAtOnceEndWithOneFolderAndNothingElse()
    {
        var folders = new string[6];
        Parallel.For(0, folders.Length, i => folders[i] = PhantomCache.Ensure(s_tiny));
        Assert.HasCount(1, folders.Distinct());
        CollectionAssert.AreEqual(new[] { folders[0] }, Directory.GetFileSystemEntries(_folder["phantoms"]));
        Assert.IsTrue(File.Exists(Path.Combine(folders[0], "valid.csv")));
    }

    [TestMethod]
    public void ACancelledDrawingLeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => PhantomCache.Ensure(s_tiny, null, cancel.Token));
        Assert.IsEmpty(Directory.GetFileSystemEntries(_folder["phantoms"]));
    }

    [TestMethod]
    public void TheTableFindsThem()
    {
        var view = DatasetTable.All["phantoms"].Load(new(seed: 1), new DatasetRequest("phantoms", Split: "valid", Phantoms: s_tiny, CheckFiles: true));
        Assert.IsGreaterThanOrEqualTo(2, (int)view.GetRowCount()!);
    }
}
