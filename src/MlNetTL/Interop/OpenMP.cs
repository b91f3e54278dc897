using System.Runtime.InteropServices;

namespace MlNetTL.Interop;

/// <summary>The wait policy of libtorch's OpenMP threads.</summary>
/// <remarks>
/// Idle threads spin by default. Where several processes share the cores (trials side by side, a web server beside a fit) spinning threads keep working ones from running:
/// a forward pass that took 50 ms took 2,200. libgomp reads the variable once, when it is loaded, so it must be set before.
/// </remarks>
internal static partial class OpenMP
{
    /// <summary>OpenMP's own environment variable; one that is set already is left alone.</summary>
    public const string Variable = "OMP_WAIT_POLICY";

    /// <summary>Sets the policy for this process, in the C library's environment: .NET's own does not reach native code.</summary>
    public static void WaitPassively()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }) return;
        if (SetEnvironment(Variable, "PASSIVE", overwrite: 0) == 0) Environment.SetEnvironmentVariable(Variable, "PASSIVE");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
