using MlNetTL.Backbones;
using MlNetTL.Interop;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>A forward pass of training in one of the precisions, and the backward pass to it. What comes out is float32, as losses want it. Disposing it frees what was kept for the backward pass.</summary>
internal sealed class ForwardPass : IDisposable
{
    private readonly RecomputedBlocks? _recomputed;

    private ForwardPass(Tensor logits, Tensor? auxiliary, RecomputedBlocks? recomputed) => (Logits, Auxiliary, _recomputed) = (logits, auxiliary, recomputed);

    /// <summary>The logits.</summary>
    public Tensor Logits { get; }

    /// <summary>The logits of the auxiliary head; null where none trains.</summary>
    public Tensor? Auxiliary { get; }

    /// <summary>Goes forward.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stages">What trains.</param>
    /// <param name="inputs">Images, or the features that <paramref name="logitsOf"/> takes.</param>
    /// <param name="how">Float32 or BFloat16, and whether blocks are computed a second time for the gradient.</param>
    /// <param name="logitsOf">What gives the logits of the inputs, where it is not the whole network.</param>
    public static ForwardPass Of(Backbone network, TrainedStages stages, Tensor inputs, (TrainingPrecision Precision, bool Recomputes) how, Func<Backbone, Tensor, Tensor>? logitsOf = null)
    {
        Func<IDisposable>? casting = how.Precision == TrainingPrecision.Float32 ? null : () => Autocast.ToBFloat16(inputs.device_type);
        var recomputed = how.Recomputes ? new RecomputedBlocks(casting) : null;
        network.Recomputed = recomputed;
        try
        {
            using var cast = casting?.Invoke();
            // An auxiliary head that trains is part of the body, so that the inputs are images then.
            var (logits, auxiliary) = stages.TrainsAuxiliary ? network.TrainingLogits(inputs) : (logitsOf is null ? network.forward(inputs) : logitsOf(network, inputs), null);
            return new(logits.to(ScalarType.Float32), auxiliary?.to(ScalarType.Float32), recomputed);
        }
        catch
        {
            recomputed?.Dispose();
            throw;
        }
        finally
        {
            network.Recomputed = null;
        }
    }

    /// <summary>Adds the gradient of a loss of the logits to that of all that trains.</summary>
    public void Backward(Tensor loss)
    {
        loss.backward();
        _recomputed?.Backward();
    }

    /// <inheritdoc/>
    public void Dispose() => _recomputed?.Dispose();
}
