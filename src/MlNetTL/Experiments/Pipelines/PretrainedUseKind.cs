namespace MlNetTL.Experiments.Pipelines;

/// <summary>What is taken from pretrained weights.</summary>
public enum PretrainedUseKind
{
    /// <summary>The values themselves.</summary>
    Values,

    /// <summary>The mean and variance of each tensor, from which its values are drawn anew (Raghu et al., 2019).</summary>
    MeanAndVariance,
}
