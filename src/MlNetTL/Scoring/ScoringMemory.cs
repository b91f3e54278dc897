using MlNetTL.Images;
using MlNetTL.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetTL.Scoring;

/// <summary>Says what to do where scoring lacks memory.</summary>
internal static class ScoringMemory
{
    /// <summary>The error to end with.</summary>
    /// <param name="error">What libtorch threw.</param>
    /// <param name="images">How many images went through the network at once.</param>
    /// <param name="layout">What they are.</param>
    /// <param name="device">Where.</param>
    public static InsufficientMemoryException Advise(Exception error, int images, ImageLayout layout, Device device)
    {
        var elsewhere = device.type == DeviceType.CPU ? "use a machine with more" : "load the model from its zip, which uses the CPU";
        return new($"Out of memory: {images} images of {layout}, which go through the network at once, must fit into the memory of {(device.type == DeviceType.CPU ? "this machine" : $"'{device}'")}. "
            + $"{OutOfMemory.FirstLine(error)} End what else holds memory there; or {elsewhere}; or train a model of smaller images (image.size in a pipeline file) or a smaller network (model.backbone).", error);
    }
}
