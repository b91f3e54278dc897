namespace MlNetTL.Experiments.Pipelines;

/// <summary>The kind of a mix of training images.</summary>
public enum MixingKind
{
    /// <summary>Each image is blended with another (Zhang et al., 2018).</summary>
    Mixup,

    /// <summary>A box of another image is laid over each (Yun et al., 2019).</summary>
    CutMix,
}
