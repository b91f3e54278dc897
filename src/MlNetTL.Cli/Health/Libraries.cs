using Microsoft.ML;
using MlNetTL.Cli.Runs;
using MlNetTL.Interop;
using TorchSharp;

namespace MlNetTL.Cli.Health;

/// <summary>The libraries: their versions, and whether the native ones load and work.</summary>
internal static class Libraries
{
    public static Section All(List<string> problems)
    {
        var facts = new List<(string, string)>
        {
            ("MlNetTL", Versions.Of(typeof(PipelineFit).Assembly)),
            (".NET", Environment.Version.ToString()),
            ("ML.NET", Versions.Of(typeof(MLContext).Assembly)),
            ("TorchSharp", Versions.Of(typeof(torch).Assembly)),
            ("libtorch", Try(Torch, problems, $"libtorch could not be loaded. "
                + $"Restore the package with the libtorch of this platform, or set {LibTorch.FolderVariable} to a folder with one (a Python install's torch/lib).")),
            ("libvips", Try(Versions.LibVips, problems, "libvips could not be loaded, so no image can be decoded. "
                + "Restore the package NetVips.Native for this platform.")),
            ("Allocator", OperatingSystem.IsLinux() ? AllocatorSetting() : "the system's"),
        };
        foreach (var note in LibTorch.Notes) facts.Add(("Mended", note));
        return new("Libraries", facts);
    }

    // A small product with a known answer: that a library loads does not say that it computes.
    private static string Torch()
    {
        using var scope = torch.NewDisposeScope();
        var product = torch.ones(2, 3).matmul(torch.full(3, 2, 2f)).sum().item<float>();
        if (product != 24) throw new InvalidOperationException($"A product of two matrices must be 24. It was {product}.");
        return $"{torch.__version__}, computes";
    }

    private static string AllocatorSetting() => Allocator.KeepsLargeBlocks
        ? $"glibc keeps large blocks, which makes training faster and takes more memory; {Allocator.Variable}=system leaves it as it is"
        : "as the system has it";

    private static string Try(Func<string> find, List<string> problems, string wayOut)
    {
        try
        {
            return find();
        }
        catch (Exception error)
        {
            problems.Add($"{wayOut} {Reason(error)}");
            return "not found";
        }
    }

    private static string Reason(Exception error) => error.InnerException is { } inner && error is TypeInitializationException ? Reason(inner) : error.Message;
}
