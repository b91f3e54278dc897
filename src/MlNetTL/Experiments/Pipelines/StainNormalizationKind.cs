namespace MlNetTL.Experiments.Pipelines;

/// <summary>What happens to the stains of histology images.</summary>
public enum StainNormalizationKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>They are brought to those found in the training images.</summary>
    Fit,

    /// <summary>They are brought to the published reference.</summary>
    Reference,
}
