using MlNetTL.Backbones;
using MlNetTL.Interop;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>A forward pass of training in one of the precisions. What comes out is float32, as losses want it.</summary>
/// <param name="network">The network.</param>
/// <param name="stages">What trains.</param>
internal sealed class ForwardPass(Backbone network, TrainedStages stages)
{
    /// <summary>The logits, and those of the auxiliary head where it trains.</summary>
    /// <param name="inputs">Images, or the features that <paramref name="logitsOf"/> takes.</param>
    /// <param name="precision">Float32 or BFloat16.</param>
    /// <param name="logitsOf">What gives the logits of the inputs, where it is not the whole network.</param>
    public (Tensor Logits, Tensor? Auxiliary) Run(Tensor inputs, TrainingPrecision precision, Func<Backbone, Tensor, Tensor>? logitsOf = null)
    {
        if (precision == TrainingPrecision.Float32) return Run(inputs, logitsOf);
        using var casting = Autocast.ToBFloat16(inputs.device_type);
        var (logits, auxiliary) = Run(inputs, logitsOf);
        return (logits.to(ScalarType.Float32), auxiliary?.to(ScalarType.Float32));
    }

    // An auxiliary head that trains is part of the body, so that the inputs are images then.
    private (Tensor Logits, Tensor? Auxiliary) Run(Tensor inputs, Func<Backbone, Tensor, Tensor>? logitsOf) =>
        stages.TrainsAuxiliary ? network.TrainingLogits(inputs) : (logitsOf is null ? network.forward(inputs) : logitsOf(network, inputs), null);
}
