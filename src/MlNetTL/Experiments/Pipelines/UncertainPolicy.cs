namespace MlNetTL.Experiments.Pipelines;

/// <summary>What an uncertain label (-1) is trained as: the policies of the CheXpert paper (Irvin et al., 2019) and their smoothed forms (Pham et al.,
/// 2019).</summary>
public enum UncertainPolicy
{
    /// <summary>Unknown: left out of loss and figures.</summary>
    Ignore,

    /// <summary>Absent.</summary>
    Zeros,

    /// <summary>Present.</summary>
    Ones,

    /// <summary>A target drawn between 0 and 0.3.</summary>
    SmoothedZeros,

    /// <summary>A target drawn between 0.55 and 0.85.</summary>
    SmoothedOnes,
}
