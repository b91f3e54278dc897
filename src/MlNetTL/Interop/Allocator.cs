using System.Runtime.InteropServices;

namespace MlNetTL.Interop;

/// <summary>glibc's allocator settings. libtorch frees and maps large blocks at each step; keeping them made a ResNet-50 training step 1.4 times faster.</summary>
/// <remarks>They cost memory (peak 4.6 instead of 3.4 GB in that measurement): an app that only scores can set <c>MLNETTL_ALLOCATOR=system</c>.</remarks>
internal static partial class Allocator
{
    private const int TrimThreshold = -1, MmapThreshold = -3, MmapMax = -4, ArenaMax = -8;

    // glibc's own number of blocks that may be mapped at a time, and a size below which holes in its heap do not matter.
    private const int UsualMmapMax = 65_536, LargeBlock = 1 << 20;

    /// <summary>The environment variable that leaves the allocator as the system has it when set to <c>system</c>.</summary>
    public const string Variable = "MLNETTL_ALLOCATOR";

    /// <summary>Whether the settings were taken by the C library.</summary>
    public static bool KeepsLargeBlocks { get; private set; }

    /// <summary>Must be called before the first tensor is made. Does nothing where the C library is not glibc.</summary>
    public static void KeepLargeBlocks()
    {
        if (string.Equals(Environment.GetEnvironmentVariable(Variable), "system", StringComparison.OrdinalIgnoreCase)) return;
        try
        {
            // One arena: Fit may run on any thread, and other arenas do not obey the thresholds.
            KeepsLargeBlocks = Mallopt(MmapThreshold, 1 << 30) + Mallopt(TrimThreshold, int.MaxValue) + Mallopt(MmapMax, 0) + Mallopt(ArenaMax, 1) == 4;
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt.
        }
        catch (DllNotFoundException)
        {
        }
    }

    /// <summary>Maps each large block by itself until what is given is disposed, so that its memory is free the moment it is let go: slower, for work that wants to hold little. Kept, blocks of
    /// many sizes leave holes that nothing fits into, and a step that frees half of its memory takes hardly less from the system. Null where the allocator is as the system has it.</summary>
    public static IDisposable? ReturnLargeBlocks()
    {
        if (!KeepsLargeBlocks) return null;
        _ = Mallopt(MmapThreshold, LargeBlock) + Mallopt(MmapMax, UsualMmapMax);
        return new Returning();
    }

    /// <summary>Gives memory that is held and not used back to the system. Does nothing where the C library is not glibc.</summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MallocTrim(0);
        }
        catch (EntryPointNotFoundException)
        {
        }
        catch (DllNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Mallopt(int parameter, int value);

    private sealed class Returning : IDisposable
    {
        public void Dispose() => KeepLargeBlocks();
    }
}
