using System.Collections;
using System.Runtime.InteropServices;

namespace MlNetTL.Cli.Health;

/// <summary>The machine, and what the environment tells the product.</summary>
internal static partial class SystemFacts
{
    private static readonly string[] s_threadVariables =
        ["OMP_NUM_THREADS", "OMP_WAIT_POLICY", "MKL_NUM_THREADS", "KMP_AFFINITY", "GOMP_CPU_AFFINITY", "CUDA_VISIBLE_DEVICES"];

    public static Section All(List<string> problems)
    {
        var findings = new Findings("System", problems);
        findings.Add("Operating system", () => $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        findings.Add("C library", CLibrary);
        findings.Add("CPU", () => $"{Processor()}, {Environment.ProcessorCount} cores for this process");
        findings.Add("Memory", () => Size.Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        return findings.Section;
    }

    /// <summary>The variables that change what the product or its libraries do.</summary>
    public static Section Variables(List<string> problems)
    {
        var findings = new Findings("Environment variables", problems);
        findings.AddAll("Variables", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value ?? ""))
            .Where(entry => entry.Name.StartsWith("MLNETTL_", StringComparison.Ordinal) || s_threadVariables.Contains(entry.Name))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal));
        return findings.Section;
    }

    private static string CLibrary()
    {
        if (!OperatingSystem.IsLinux()) return "the system's";
        try
        {
            return $"glibc {Marshal.PtrToStringUTF8(GlibcVersion())}";
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return "not glibc (libtorch's Linux builds need glibc)";
        }
    }

    private static string Processor()
    {
        const string key = "model name";
        if (!File.Exists("/proc/cpuinfo")) return RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    private static partial nint GlibcVersion();
}
