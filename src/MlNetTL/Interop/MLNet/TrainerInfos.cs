using Microsoft.ML;

namespace MlNetTL.Interop;

/// <summary>What a trainer tells ML.NET about itself.</summary>
internal static class TrainerInfos
{
    /// <summary>Makes a <see cref="TrainerInfo"/>.</summary>
    public static TrainerInfo Create(bool normalization = false, bool calibration = false, bool caching = false, bool supportsValidation = true) =>
        new(normalization, calibration, caching, supportsValidation, supportIncrementalTrain: false, supportTest: false);
}
