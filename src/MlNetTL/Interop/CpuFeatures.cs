namespace MlNetTL.Interop;

/// <summary>What the processor computes by itself, where the system tells.</summary>
internal static class CpuFeatures
{
    private const string Facts = "/proc/cpuinfo";

    /// <summary>What the processor is called, or its architecture where the system does not tell. Libraries choose their arithmetic by it.</summary>
    public static string Name { get; } = NameOf(OperatingSystem.IsLinux() && File.Exists(Facts) ? File.ReadLines(Facts) : []) ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
        ?? $"{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}";

    /// <summary>The name in what Linux tells of processors; null where it has none.</summary>
    internal static string? NameOf(IEnumerable<string> facts) =>
        facts.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line && line.Contains(':', StringComparison.Ordinal) ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() : null;

    /// <summary>Whether it is known to have no instructions for bfloat16. False where the system does not tell.</summary>
    public static bool LacksBFloat16 { get; } = OperatingSystem.IsLinux() && FlagsOf(Facts) is { } flags && Lacks(flags);

    /// <summary>Whether none of these flags of an x86 or Arm processor, as Linux names them, is of bfloat16.</summary>
    internal static bool Lacks(string flags) => !flags.Split(' ').Any(flag => flag is "avx512_bf16" or "amx_bf16" or "bf16" or "svebf16");

    private static string? FlagsOf(string file) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal)) : null;
}
