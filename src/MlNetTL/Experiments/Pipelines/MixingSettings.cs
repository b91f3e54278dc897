namespace MlNetTL.Experiments.Pipelines;

/// <summary>How each training image is mixed with another of its batch, and their losses in the same shares.</summary>
/// <param name="Name">mixup (blended; Zhang et al., 2018) or cutMix (a box of the other image is laid over it; Yun et al., 2019).</param>
/// <param name="Alpha">The shares are drawn from Beta(alpha, alpha), above 0: small values hardly mix, 1 draws every share alike. Absent: 0.2 for mixup, 1 for cutMix.</param>
public sealed record MixingSettings(MixingKind Name, double? Alpha = null)
{
    internal void Validate(ProblemList problems) =>
        problems.Require(Alpha is null or (> 0 and < double.PositiveInfinity), "training.mixing.alpha", "must lie above 0", Alpha);
}
