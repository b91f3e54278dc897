using MlNetTL.Foundation;

namespace MlNetTL.Images;

/// <summary>The error for decoded images that the disk has no room for.</summary>
internal static class StoreSpace
{
    /// <summary>The error for pixels that do not fit.</summary>
    public static IOException DoesNotFit(string folder, long needed, long free, Exception? inner = null) => new(
        $"The decoded images need {DiskSpace.Readable(needed)} but only {DiskSpace.Readable(free)} are free on the disk of '{folder}'. " +
        "Free some space there, or set MLNETTL_CACHE to a folder on a larger disk.", inner);
}
