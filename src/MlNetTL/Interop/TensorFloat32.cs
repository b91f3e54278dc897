using static TorchSharp.torch.backends;

namespace MlNetTL.Interop;

/// <summary>Whether CUDA may multiply matrices and convolve in TF32, which keeps float32's range and 10 bits of its fraction: a setting of the whole process.</summary>
internal static class TensorFloat32
{
    /// <summary>Allows or forbids it until what is given is disposed, which puts back what was there before.</summary>
    public static IDisposable Set(bool allowed)
    {
        var before = (cuda.matmul.allow_tf32, cudnn.allow_tf32);
        (cuda.matmul.allow_tf32, cudnn.allow_tf32) = (allowed, allowed);
        return new Setting(before);
    }

    private sealed class Setting((bool Products, bool Convolutions) before) : IDisposable
    {
        public void Dispose() => (cuda.matmul.allow_tf32, cudnn.allow_tf32) = before;
    }
}
