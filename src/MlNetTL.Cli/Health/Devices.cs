using MlNetTL.Interop;
using TorchSharp;

namespace MlNetTL.Cli.Health;

/// <summary>What can train: the CPU and its threads, and GPUs.</summary>
internal static class Devices
{
    public static Section All(List<string> problems)
    {
        var findings = new Findings("Devices", problems);
        // A refused libtorch is told where the libraries are: there is nothing to ask here.
        if (LibTorch.Failure is not null) return findings.Section;
        findings.Add("cpu", () => $"{torch.get_num_threads()} threads an operation, {torch.get_num_interop_threads()} operations at once");
        findings.AddAll("cuda", Gpus);
        return findings.Section;
    }

    private static IEnumerable<(string, string)> Gpus() => torch.cuda.is_available()
        ? Enumerable.Range(0, torch.cuda.device_count()).Select(i => ($"cuda:{i}", "available"))
        : [("cuda", "no GPU, or this libtorch was built without CUDA")];
}
