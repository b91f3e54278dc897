using System.Security.Cryptography;
using MlNetTL.Backbones;
using MlNetTL.Weights;

namespace MlNetTL.Tests.Weights;

/// <summary>A weights folder, a server with a file of 300,000 bytes, and a row that names it. The row's own address is never asked: the server is its
/// mirror.</summary>
internal sealed class HubSetting : IDisposable
{
    private const int Bytes = 300_000;

    public HubSetting(bool isHashKnown = true)
    {
        var file = Checkpoint(seed: 1);
        Server = new(file);
        Row = RowOf(isHashKnown ? Hash(file)[..8] : null);
    }

    public TemporaryFolder Folder { get; } = new();

    public FileServer Server { get; }

    public PublishedWeights Row { get; }

    public string Path => Folder["made-up.pth"];

    public List<WeightsProgress> Progress { get; } = [];

    public WeightsHubOptions Options =>
        new() { Folder = Folder.Path, Mirror = Server.Address, Attempts = 3, Pause = TimeSpan.FromMilliseconds(1), Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Bytes that begin as a pickle does.</summary>
    public static byte[] Checkpoint(int seed)
    {
        var bytes = new byte[Bytes];
        new Random(seed).NextBytes(bytes);
        (bytes[0], bytes[1]) = (0x80, 2);
        return bytes;
    }

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static PublishedWeights RowOf(string? sha256, string url = "https://example.org/models/made-up.pth") => new(BackboneTable.All["resnet18"],
        new("made-up", new Uri(url), sha256, "MIT", null, 2, Preprocessing.ImageNet, PublishedInput.ImageNet));

    public WeightsArrival Pull(WeightsHubOptions? options = null, CancellationToken cancel = default)
    {
        using var hub = new WeightsHub(options ?? Options);
        return hub.PullAsync(Row, new Told(Progress), cancel).GetAwaiter().GetResult();
    }

    /// <summary>Breaks a download off, so that a beginning is left.</summary>
    public void LeavePart(int bytes)
    {
        Server.BreaksAfter.Enqueue(bytes);
        Assert.ThrowsExactly<WeightsDownloadException>(() => Pull(Options with { Attempts = 1 }));
        Assert.AreEqual(bytes, new FileInfo(Path + ".part").Length);
    }

    /// <summary>The file is there, whole, and nothing else is but what is named.</summary>
    public void AssertWhole(params string[] others)
    {
        CollectionAssert.AreEqual(Server.File, File.ReadAllBytes(Path));
        AssertNothingBut(["made-up.pth", .. others]);
    }

    public void AssertNothingBut(params string[] files) =>
        CollectionAssert.AreEquivalent(files, Directory.GetFileSystemEntries(Folder.Path).Select(System.IO.Path.GetFileName).ToArray());

    public void Dispose()
    {
        Server.Dispose();
        Folder.Dispose();
    }

    private sealed class Told(List<WeightsProgress> all) : IProgress<WeightsProgress>
    {
        public void Report(WeightsProgress value) => all.Add(value);
    }
}
