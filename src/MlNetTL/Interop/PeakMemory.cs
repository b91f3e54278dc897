using System.Diagnostics;
using System.Globalization;

namespace MlNetTL.Interop;

/// <summary>How far the memory of this process rises above what it held at the beginning.</summary>
/// <remarks>On Linux the kernel's own mark of the highest resident set is set back, so that the figure is exact. Elsewhere that mark cannot be set back, and the rise is
/// known only where it goes beyond all that the process has ever held.</remarks>
internal sealed class PeakMemory
{
    private const string Status = "/proc/self/status", References = "/proc/self/clear_refs";

    private readonly long _before;
    private readonly long _peakBefore;
    private readonly bool _isReset;

    private PeakMemory(long before, long peakBefore, bool isReset) => (_before, _peakBefore, _isReset) = (before, peakBefore, isReset);

    /// <summary>Begins to watch. Memory that the process holds and does not use is given back first, or the rise would take place within it, unseen.</summary>
    public static PeakMemory Watch()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Allocator.GiveBack();
        var isReset = TryReset();
        var (now, peak) = Read();
        return new(now, peak, isReset);
    }

    /// <summary>The rise so far, in bytes; null where this system does not tell.</summary>
    public long? Rise
    {
        get
        {
            var peak = Read().Peak;
            return _isReset || peak > _peakBefore ? Math.Max(0, peak - _before) : null;
        }
    }

    /// <summary>The memory that the process can still take, in bytes: what the system calls available, and what its container leaves it.</summary>
    public static long Available()
    {
        var ownLimit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
        return OperatingSystem.IsLinux() && Field("/proc/meminfo", "MemAvailable:") is { } system ? Math.Min(system, ownLimit) : ownLimit;
    }

    // 5 sets VmHWM back to the resident set of now (man 5 proc, since Linux 4.0).
    private static bool TryReset()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            File.WriteAllText(References, "5");
            return Field(Status, "VmHWM:") is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static (long Now, long Peak) Read()
    {
        if (OperatingSystem.IsLinux() && Field(Status, "VmRSS:") is { } now && Field(Status, "VmHWM:") is { } peak) return (now, peak);
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64, process.PeakWorkingSet64);
    }

    private static long? Field(string file, string name)
    {
        if (!File.Exists(file)) return null;
        var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        var words = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words is [var kilobytes, "kB"] ? 1024 * long.Parse(kilobytes, CultureInfo.InvariantCulture) : null;
    }
}
