using Microsoft.ML.Runtime;
using MlNetTL.Interop;
using static TorchSharp.torch;

namespace MlNetTL.Scoring;

/// <summary>Chooses the device of a fit.</summary>
internal static class TorchDevice
{
    /// <summary>The device that is asked for by name, else the MLContext's GpuDeviceId, else a GPU if there is one, else the CPU.</summary>
    /// <exception cref="ArgumentException">The device is not there; the message says what is.</exception>
    public static Device Resolve(string? name, IHostEnvironment environment, Action<string> warn)
    {
        if (name is not null) return Named(name);
        if (Environments.GpuDeviceIdOf(environment) is not { } gpu) return cuda.is_available() ? CUDA : CPU;
        if (cuda.is_available() && gpu < cuda.device_count()) return new Device(TorchSharp.DeviceType.CUDA, gpu);
        var missing = $"GpuDeviceId {gpu} must be one of the GPUs that libtorch sees. Found: {Available}. ";
        if (!Environments.FallbackToCpuOf(environment)) throw new ArgumentException(missing + "Set FallbackToCpu to go on with the CPU.");
        warn(missing + "Going on with the CPU, as FallbackToCpu asks.");
        return CPU;
    }

    /// <summary>The devices that can be named: 'cpu', 'cuda:0', …</summary>
    public static string Available => string.Join(", ", Enumerable.Range(0, cuda.is_available() ? cuda.device_count() : 0).Select(i => $"cuda:{i}").Prepend("cpu"));

    private static Device Named(string name)
    {
        var parts = name.Trim().ToLowerInvariant().Split(':');
        var index = 0;
        if (parts is ["cpu"]) return CPU;
        if (parts[0] == "cuda" && (parts.Length == 1 || parts.Length == 2 && int.TryParse(parts[1], out index)) && cuda.is_available() && index >= 0 && index < cuda.device_count())
            return new Device(TorchSharp.DeviceType.CUDA, index);
        throw new ArgumentException($"Device must be one of {Available}. Received: '{name}'. A GPU needs a CUDA build of libtorch: build with -p:TorchBackend=cuda, or set {LibTorch.FolderVariable} to one.");
    }
}
