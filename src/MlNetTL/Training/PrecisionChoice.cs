using System.Globalization;
using MlNetTL.Interop;

namespace MlNetTL.Training;

/// <summary>What a fit computes in, of what was asked for and what this machine can do.</summary>
internal static class PrecisionChoice
{
    /// <summary>Chooses, and says so where the choice is not the one that was named.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="trainsHeadAlone">Whether a linear layer or two are all that is ever computed.</param>
    /// <param name="measure">Gives the times of a pass in float32 and in bfloat16; the latter is null where this device cannot.</param>
    /// <param name="info">Takes what was measured.</param>
    /// <param name="warn">Takes what could not be done.</param>
    public static TrainingPrecision Of(TrainingPrecision asked, bool trainsHeadAlone, Func<(TimeSpan Float32, TimeSpan? BFloat16)> measure, Action<string> info, Action<string> warn)
    {
        if (asked == TrainingPrecision.Float32) return asked;
        if (!Autocast.IsAvailable)
        {
            warn("Precision: this libtorch does not offer bfloat16 (on Windows none does), and float32 is taken.");
            return TrainingPrecision.Float32;
        }
        if (asked == TrainingPrecision.BFloat16) return asked;
        if (trainsHeadAlone)
        {
            info("Precision: the head alone is trained, on features that are computed once: float32.");
            return TrainingPrecision.Float32;
        }
        return Faster(measure(), info);
    }

    /// <summary>What is named, where this machine can; where it is to be measured, float32, which takes the most memory.</summary>
    public static TrainingPrecision Unmeasured(TrainingPrecision asked) => asked == TrainingPrecision.BFloat16 && Autocast.IsAvailable ? TrainingPrecision.BFloat16 : TrainingPrecision.Float32;

    private static TrainingPrecision Faster((TimeSpan Float32, TimeSpan? BFloat16) times, Action<string> info)
    {
        var (single, reduced) = (times.Float32.TotalMilliseconds, times.BFloat16?.TotalMilliseconds);
        var precision = reduced < single ? TrainingPrecision.BFloat16 : TrainingPrecision.Float32;
        info(reduced is null
            ? "Precision: this device does not compute in bfloat16: float32."
            : string.Create(CultureInfo.InvariantCulture, $"Precision: a pass forward and backward takes {reduced:f0} ms in bfloat16 and {single:f0} ms in float32: {(reduced < single ? "bfloat16" : "float32")}."));
        return precision;
    }
}
