using System.Text.RegularExpressions;

namespace MlNetTL.Interop;

/// <summary>A folder with a libtorch of the user's own, checked before anything of it is loaded: a wrong one ends the process without a word.</summary>
internal static partial class LibTorchFolder
{
    private const string Library = "libtorch_cpu.so";
    private const string WrapperNeeds = "2.10";

    /// <summary>Refuses a folder that cannot work, and tells what is doubtful about one that may.</summary>
    /// <exception cref="DllNotFoundException">The folder has no libtorch, or one that the wrapper cannot use.</exception>
    public static string? Check(string folder, string variable)
    {
        var library = Path.Combine(folder, Library);
        var wayOut = $"Unset it to use the libtorch of the package, or point it at the torch/lib of a Python install of PyTorch {WrapperNeeds}.";
        if (!File.Exists(library))
            throw new DllNotFoundException($"{variable} must name a folder that holds {Library}. Received: '{folder}'. {wayOut}");
        // Loaded under another name it would not be found by name later, and the process would hold two libtorches.
        if (ElfName.Of(library) is var name && name != Library)
            throw new DllNotFoundException($"{variable} must name a folder whose {Library} is known to the loader by that name. "
                + $"That of '{folder}' is known as '{name ?? "nothing"}'. {wayOut}");
        var version = VersionOf(folder);
        if (version is null) return $"libtorch comes from {folder} ({variable}), which does not tell its version; TorchSharp needs {WrapperNeeds}.";
        if (!version.StartsWith("2.", StringComparison.Ordinal))
            throw new DllNotFoundException($"{variable} must name a libtorch {WrapperNeeds}. That of '{folder}' is {version}. {wayOut}");
        return version.StartsWith(WrapperNeeds + '.', StringComparison.Ordinal)
            ? null : $"libtorch {version} comes from {folder} ({variable}), and TorchSharp was made for {WrapperNeeds}: it may fail.";
    }

    // A Python install says it in torch/version.py, a libtorch archive in build-version; both lie beside lib.
    private static string? VersionOf(string folder)
    {
        foreach (var file in new[] { "version.py", "build-version" }.Select(name => Path.Combine(folder, "..", name)).Where(File.Exists))
            if (VersionNumber().Match(File.ReadAllText(file)) is { Success: true } match) return match.Value;
        return null;
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+")]
    private static partial Regex VersionNumber();
}
