using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using TorchSharp;

namespace MlNetTL.Cli.Runs;

/// <summary>The versions of all that takes part in a figure.</summary>
internal static class Versions
{
    /// <summary>Each part with its version. Loads libtorch and libvips.</summary>
    public static IReadOnlyDictionary<string, string> All() => new Dictionary<string, string>
    {
        ["MlNetTL"] = Of(typeof(PipelineFit).Assembly),
        [".NET"] = Environment.Version.ToString(),
        ["ML.NET"] = Of(typeof(MLContext).Assembly),
        ["TorchSharp"] = Of(typeof(torch).Assembly),
        ["libtorch"] = torch.__version__,
        ["libvips"] = LibVips(),
        ["System"] = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
    };

    /// <summary>The version of libvips, which is loaded for it.</summary>
    public static string LibVips() => $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";

    /// <summary>An assembly's version, without the commit that some builds append.</summary>
    public static string Of(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString() ?? "unknown").Split('+')[0];
}
