namespace MlNetTL.Images;

/// <summary>Asks for free disk space, and tells a full disk from other errors.</summary>
internal static class DiskSpace
{
    /// <summary>Bytes that the user may still write to the disk of an existing folder.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;

    /// <summary>Whether an error means that the disk is full: ENOSPC or EDQUOT, or Windows's ERROR_DISK_FULL or ERROR_HANDLE_DISK_FULL.</summary>
    public static bool IsFull(IOException error) => error.HResult is 28 or 122 or 69 or unchecked((int)0x80070070) or unchecked((int)0x80070027);

    /// <summary>The error for pixels that do not fit.</summary>
    public static IOException DoesNotFit(string folder, long needed, long free, Exception? inner = null) => new(
        $"The decoded images need {Readable(needed)} but only {Readable(free)} are free on the disk of '{folder}'. " +
        "Free some space there, or set MLNETTL_CACHE to a folder on a larger disk.", inner);

    private static string Readable(long bytes) => bytes < 10_000_000 ? $"{bytes:N0} bytes" : $"{bytes / 1e9:N2} GB";
}
