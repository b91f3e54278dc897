using MlNetTL.Images;

namespace MlNetTL.Tests.Images;

/// <summary>A folder of small images, each of its own grey, and stores beside them.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StoreFolder(int images)
    {
        Files = [.. Enumerable.Range(0, images).Select(i => _folder[$"image{i}.jpg"])];
        for (var i = 0; i < images; i++) Write(i, (byte)(i * 7 + 1));
    }

    public static DecodeSettings Settings { get; } = new(10, 12, 1);

    public string[] Files { get; }

    public string StoreRoot => _folder["store"];

    public string this[string name] => _folder[name];

    public ImageStore Open(int maxSegmentRows = 4096, int threads = 2, Func<string, long>? freeBytes = null) =>
        ImageStore.Open(Settings, StoreRoot, maxSegmentRows, threads, freeBytes);

    public void Write(int image, byte grey)
    {
        var pixels = new byte[20 * 16];
        Array.Fill(pixels, grey);
        ImageEncoder.WriteJpeg(Files[image], pixels, 20, 16, 95);
    }

    public string[] Segments() => Directory.Exists(StoreRoot) ? [.. Directory.GetFiles(StoreRoot, "*.segment", SearchOption.AllDirectories).Order()] : [];

    public static void AssertHolds(StoredImages images, IReadOnlyList<string> files)
    {
        Assert.HasCount(images.Count, files);
        var pixels = new byte[images.RowBytes];
        for (var row = 0; row < files.Count; row++)
        {
            images.CopyTo(row, pixels);
            CollectionAssert.AreEqual(Fixture.Decode(files[row], Settings), pixels);
        }
    }

    public void Dispose() => _folder.Dispose();
}
