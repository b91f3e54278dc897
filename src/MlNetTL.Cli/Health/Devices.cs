using TorchSharp;

namespace MlNetTL.Cli.Health;

/// <summary>What can train: the CPU and its threads, and GPUs.</summary>
internal static class Devices
{
    public static Section All(List<string> problems)
    {
        // Without libtorch there is nothing to ask, and the problem has been told.
        if (problems.Count > 0) return new("Devices", []);
        var facts = new List<(string, string)>
            { ("cpu", $"{torch.get_num_threads()} threads an operation, {torch.get_num_interop_threads()} operations at once") };
        if (torch.cuda.is_available())
            for (var i = 0; i < torch.cuda.device_count(); i++) facts.Add(($"cuda:{i}", "available"));
        else
            facts.Add(("cuda", "no GPU, or this libtorch was built without CUDA"));
        return new("Devices", facts);
    }
}
