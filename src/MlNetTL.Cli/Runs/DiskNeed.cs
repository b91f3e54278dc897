using MlNetTL.Experiments.Describing;
using MlNetTL.Experiments.Pipelines;
using MlNetTL.Foundation;
using MlNetTL.Images;

namespace MlNetTL.Cli.Runs;

/// <summary>What the decoded images need on the disk, said before they are decoded.</summary>
internal static class DiskNeed
{
    // Below a tenth of what was free, other programs are soon in trouble.
    private const double TightShare = 0.1;

    /// <summary>Measures it; nothing is decoded.</summary>
    public static StoreNeed Of(ImageSettings image, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var store = ImageStore.Open(image.ToDecodeSettings());
        var (bytes, free) = store.Need(paths, cancel);
        return new(bytes, free, store.Folder);
    }

    /// <summary>Refuses what does not fit, before hours are spent on it.</summary>
    /// <exception cref="IOException">It does not fit.</exception>
    public static void Require(StoreNeed need)
    {
        if (!need.Fits) throw StoreSpace.DoesNotFit(need.Folder, need.Bytes, need.FreeBytes);
    }

    public static bool IsTight(StoreNeed need) => need.Bytes > 0 && need.FreeBytes - need.Bytes < TightShare * need.FreeBytes;

    public static string Words(StoreNeed need) => need.Bytes == 0 ? $"All decoded images are stored in {need.Folder} already."
        : $"The decoded images will take {ByteText.Of(need.Bytes)} in {need.Folder}, where {ByteText.Of(need.FreeBytes)} are free.";
}
