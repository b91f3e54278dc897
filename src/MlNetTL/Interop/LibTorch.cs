using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using MlNetTL.Foundation;
using TorchSharp;

namespace MlNetTL.Interop;

/// <summary>Makes TorchSharp load where it does not by itself, and over another libtorch where <c>MLNETTL_LIBTORCH</c> names one.</summary>
/// <remarks>
/// TorchSharp 0.107's libLibTorchSharp.so asks for version GLIBCXX_3.4.32 of libstdc++ (GCC 13) for one symbol that nothing calls. On Debian 12,
/// Ubuntu 22.04 and RHEL 9 the load fails for that alone. When it does, a copy in which that need is weak is loaded instead; newer systems never come here.
/// </remarks>
internal static class LibTorch
{
    /// <summary>The environment variable that names a folder with another libtorch, such as a Python install's <c>torch/lib</c>.</summary>
    public const string FolderVariable = "MLNETTL_LIBTORCH";

    private const string WrapperFile = "libLibTorchSharp.so";
    private const string UnmetVersion = "GLIBCXX_3.4.32";

    // libtorch before the wrapper and in the order of dependency: later loads by name then match these by soname.
    private static readonly string[] s_libraries = ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    /// <summary>What was done to make TorchSharp load: sentences for <c>mlnettl doctor</c>.</summary>
    public static List<string> Notes { get; } = [];

    /// <summary>What may go wrong: sentences for <c>mlnettl doctor</c> and for the log of a fit.</summary>
    public static List<string> Warnings { get; } = [];

    /// <summary>Why the libtorch that <see cref="FolderVariable"/> names cannot be used; null where it can, or where none is named.</summary>
    public static Exception? Failure { get; private set; }

    /// <summary>Runs when this assembly is first used, so before any tensor that our code makes.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The mend must be in place before TorchSharp's first load; only a module initializer comes early enough.")]
    internal static void Initialize()
    {
        if (!OperatingSystem.IsLinux()) return;
        Allocator.KeepLargeBlocks();
        OpenMP.WaitPassively();
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder) TryLoadFrom(folder);
        var context = AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += (_, name) => name.Contains("LibTorchSharp", StringComparison.Ordinal) ? LoadMendedWrapper() : 0;
    }

    // A wrong folder must end everything that wants a tensor, lest the package's libtorch stand in for the one that was asked for. It must not end the
    // rest of the library, as an exception of a module initializer would: doctor could then say nothing else.
    private static void TryLoadFrom(string folder)
    {
        try
        {
            LoadFrom(folder);
        }
        catch (Exception error)
        {
            Failure = error;
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (_, _, _) => throw new DllNotFoundException(error.Message, error));
        }
    }

    // Plain loads: with RTLD_GLOBAL the process crashed. Too late in the resolver: TorchSharp first probes plain names, and
    // where a distribution's own libtorch is installed those would be found.
    private static void LoadFrom(string folder)
    {
        if (LibTorchFolder.Check(folder, FolderVariable) is { } doubt) Warnings.Add(doubt);
        foreach (var library in s_libraries.Select(file => Path.Combine(folder, file)).Where(File.Exists)) NativeLibrary.Load(library);
        Notes.Add($"libtorch comes from {folder} ({FolderVariable}).");
    }

    private static nint LoadMendedWrapper()
    {
        // TorchSharp swallows what is thrown here, copies all of libtorch out of the package cache and tries that. Let it go on with any handle: its first
        // call comes to the resolver above.
        if (Failure is not null) return NativeLibrary.GetMainProgramHandle();
        if (NativeFolders().Select(folder => Path.Combine(folder, WrapperFile)).FirstOrDefault(File.Exists) is not { } wrapper) return 0;
        var bytes = File.ReadAllBytes(wrapper);
        if (!ElfVersionNeeds.MakeWeak(bytes, UnmetVersion)) return 0;
        var mended = Store(wrapper, bytes);
        // The wrapper's RUNPATH is $ORIGIN, and the mended copy may lie elsewhere: load what it needs by full path first.
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 })
            foreach (var library in s_libraries.Select(file => Path.Combine(Path.GetDirectoryName(wrapper)!, file)).Where(File.Exists))
                NativeLibrary.Load(library);
        var handle = NativeLibrary.Load(mended);
        Notes.Add($"{WrapperFile} asks for {UnmetVersion}, which this system's libstdc++ lacks; loaded {mended}, where that need is weak.");
        return handle;
    }

    // Several processes may start at once: each writes a file of its own and renames it, and all write the same bytes.
    private static string Store(string wrapper, byte[] mended)
    {
        var name = "libLibTorchSharp.weak.so";
        var folders = new[] { Path.GetDirectoryName(wrapper)!, Path.Combine(Folders.Cache, "native", typeof(torch).Assembly.GetName().Version!.ToString()) };
        foreach (var folder in folders)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(mended)) return path;
            try
            {
                AtomicFile.WriteBytes(path, mended);
                return path;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
        throw new DllNotFoundException($"A mended copy of {WrapperFile} must be written to one of {string.Join(" or ", folders)}. "
            + "Neither can be written. Set MLNETTL_CACHE to a folder that can.");
    }

    private static IEnumerable<string> NativeFolders()
    {
        var probed = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        string[] roots = [AppContext.BaseDirectory, Path.GetDirectoryName(typeof(LibTorch).Assembly.Location) ?? AppContext.BaseDirectory];
        return probed.Concat(roots.SelectMany(root => new[] { root, Path.Combine(root, "runtimes", $"linux-{architecture}", "native") }));
    }
}
