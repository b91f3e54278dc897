using System.Diagnostics;
using System.Runtime.InteropServices;
using MlNetTL.Backbones;
using MlNetTL.Interop;
using MlNetTL.Training.Sampling;
using static TorchSharp.torch;

namespace MlNetTL.Training;

/// <summary>Measures a training pass in both precisions, and leaves the network as it was.</summary>
internal static class PrecisionTrial
{
    // The first pass of each pays for fresh memory and for the layout of weights that later ones find ready.
    private const int Passes = 3;

    /// <summary>The time of a pass forward and backward, the shortest of those after the first, in turns; null for bfloat16 where the device cannot.</summary>
    /// <param name="network">The network, in training.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="step">What goes forward and backward.</param>
    /// <param name="batch">The rows to measure on.</param>
    public static (TimeSpan Float32, TimeSpan? BFloat16) Run(Backbone network, IBatches rows, TrainingStep step, DrawnBatch batch)
    {
        var buffers = network.named_buffers().ToList();
        using var scope = NewDisposeScope();
        var before = buffers.ConvertAll(buffer => buffer.buffer.clone());
        try
        {
            var (single, reduced) = (TimeSpan.MaxValue, (TimeSpan?)TimeSpan.MaxValue);
            for (var pass = 0; pass < Passes; pass++)
            {
                var time = Time(TrainingPrecision.Float32);
                var reducedTime = TryTime(TrainingPrecision.BFloat16);
                if (pass == 0 && reducedTime is not null) continue;
                single = time < single ? time : single;
                reduced = reducedTime < reduced ? reducedTime : reducedTime is null ? null : reduced;
            }
            return (single, reduced);
        }
        finally
        {
            step.ForgetGradients();
            using var quiet = no_grad();
            // Batch-norm statistics have seen the batch.
            foreach (var ((_, buffer), value) in buffers.Zip(before)) buffer.copy_(value);
        }

        TimeSpan? TryTime(TrainingPrecision precision)
        {
            try
            {
                return Time(precision);
            }
            catch (ExternalException error) when (!OutOfMemory.Caused(error))
            {
                return null;
            }
        }

        TimeSpan Time(TrainingPrecision precision)
        {
            step.Precision = precision;
            var clock = Stopwatch.StartNew();
            step.Backward(rows, batch, epoch: 1, number: 1, new GradientAccumulation(parts: 1));
            // A GPU is still at work until a value is asked for.
            if (cuda.is_available()) cuda.synchronize();
            return clock.Elapsed;
        }
    }
}
