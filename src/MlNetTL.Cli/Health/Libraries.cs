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
        var findings = new Findings("Libraries", problems);
        findings.Add("MlNetTL", () => Versions.Of(typeof(PipelineFit).Assembly));
        findings.Add(".NET", () => Environment.Version.ToString());
        findings.Add("ML.NET", () => Versions.Of(typeof(MLContext).Assembly));
        findings.Add("TorchSharp", () => Versions.Of(typeof(torch).Assembly));
        // The sentence about a folder that was named wrongly has its own way out.
        findings.Add("libtorch", Torch, LibTorch.Failure is not null ? "libtorch was not loaded." : "libtorch could not be loaded. "
            + $"Restore the package with the libtorch of this platform, or set {LibTorch.FolderVariable} to a folder with one (a Python install's torch/lib).");
        findings.Add("libvips", Versions.LibVips, "libvips could not be loaded, so no image can be decoded. "
            + "Restore the package NetVips.Native for this platform.");
        findings.Add("Allocator", () => OperatingSystem.IsLinux() ? AllocatorSetting() : "the system's");
        findings.AddAll("Mended", () => LibTorch.Notes.Select(note => ("Mended", note)));
        return findings.Section;
    }

    // A small product with a known answer: that a library loads does not say that it computes.
    private static string Torch()
    {
        if (LibTorch.Failure is { } failure) throw failure;
        using var scope = torch.NewDisposeScope();
        var product = torch.ones(2, 3).matmul(torch.full(3, 2, 2f)).sum().item<float>();
        if (product != 24) throw new InvalidOperationException($"A product of two matrices must be 24. It was {product}.");
        return $"{torch.__version__}, computes";
    }

    private static string AllocatorSetting() => Allocator.KeepsLargeBlocks
        ? $"glibc keeps large blocks, which makes training faster and takes more memory; {Allocator.Variable}=system leaves it as it is"
        : "as the system has it";
}
