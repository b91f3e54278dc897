using System.Diagnostics;

namespace MlNetTL.Tests.Interop;

/// <summary>An output folder as a build leaves it, with nothing mended in it yet: managed files are copies, native ones links, since libtorch weighs 480 MB.</summary>
internal sealed class FreshOutput : IDisposable
{
    private const string Natives = "runtimes/linux-x64/native";
    private const string Mended = "libLibTorchSharp.weak.so";
    private readonly TemporaryFolder _folder = new();

    public FreshOutput()
    {
        Directory.CreateDirectory(NativeFolder);
        Directory.CreateDirectory(Cache);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory)) File.Copy(file, _folder[Path.GetFileName(file)]);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, Natives)).Where(file => Path.GetFileName(file) != Mended))
            File.CreateSymbolicLink(Path.Combine(NativeFolder, Path.GetFileName(file)), file);
    }

    /// <summary>Where the native files lie.</summary>
    public string NativeFolder => _folder[Natives];

    /// <summary>The cache of the processes that are started here.</summary>
    public string Cache => _folder["cache"];

    /// <summary>Where the mended wrapper is written if the folder allows.</summary>
    public string MendedFile => Path.Combine(NativeFolder, Mended);

    /// <summary>Something else in the folder.</summary>
    public string this[string relativePath] => _folder[relativePath];

    /// <summary>Runs <see cref="TorchLoadsTests"/> in a process of its own.</summary>
    public async Task<(int ExitCode, string Output, string[] Mapped)> LoadTorchAsync(params (string Name, string Value)[] environment)
    {
        var run = Guid.NewGuid().ToString("N");
        var maps = _folder[run + ".maps"];
        string[] arguments = [_folder["MlNetTL.Tests.dll"], "--filter", $"FullyQualifiedName~{nameof(TorchLoadsTests)}", "--results-directory", _folder[run]];
        var (code, output, error) = await RunAsync(arguments, [.. environment, (TorchLoadsTests.MapsVariable, maps)]);
        return (code, output + error, File.Exists(maps) ? File.ReadAllLines(maps) : []);
    }

    /// <summary>Runs a command of the command line in a process of its own.</summary>
    public Task<(int ExitCode, string Out, string Error)> RunCommandAsync((string Name, string Value)[] environment, params string[] arguments) =>
        RunAsync([_folder["MlNetTL.Cli.dll"], .. arguments], environment);

    private async Task<(int ExitCode, string Out, string Error)> RunAsync(string[] arguments, (string Name, string Value)[] environment)
    {
        var dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet, ["exec", .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path };
        foreach (var (name, value) in environment.Prepend(("MLNETTL_CACHE", Cache)).Prepend(("MLNETTL_LIBTORCH", ""))) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => _folder.Dispose();
}
