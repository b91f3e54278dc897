namespace MlNetTL.Foundation;

/// <summary>Asks for free disk space, and tells a full disk from other errors.</summary>
internal static class DiskSpace
{
    /// <summary>Bytes that the user may still write to the disk of an existing folder.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;

    /// <summary>Whether an error means that the disk is full: ENOSPC or EDQUOT, or Windows's ERROR_DISK_FULL or ERROR_HANDLE_DISK_FULL.</summary>
    public static bool IsFull(IOException error) => error.HResult is 28 or 122 or 69 or unchecked((int)0x80070070) or unchecked((int)0x80070027);

    /// <summary>A number of bytes as people read it.</summary>
    public static string Readable(long bytes) => bytes < 10_000_000 ? $"{bytes:N0} bytes" : $"{bytes / 1e9:N2} GB";
}
