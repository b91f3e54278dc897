namespace MlNetTL.Experiments.Pipelines;

/// <summary>What an erased rectangle is covered with.</summary>
public enum ErasingFillKind
{
    /// <summary>0: black.</summary>
    Zero,

    /// <summary>The mean of each channel of the image.</summary>
    Mean,

    /// <summary>Uniform noise over the whole range.</summary>
    Noise,
}
