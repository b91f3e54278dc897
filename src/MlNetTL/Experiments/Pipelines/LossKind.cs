namespace MlNetTL.Experiments.Pipelines;

/// <summary>The kind of a loss.</summary>
public enum LossKind
{
    /// <summary>Cross-entropy; of several labels, of the known ones.</summary>
    CrossEntropy,

    /// <summary>Cross-entropy with label smoothing (Szegedy et al., 2016).</summary>
    SmoothedCrossEntropy,

    /// <summary>Focal loss (Lin et al., 2017).</summary>
    Focal,

    /// <summary>Asymmetric loss (Ridnik et al., 2021); not for multi-class tasks.</summary>
    Asymmetric,

    /// <summary>Generalised cross-entropy for noisy labels (Zhang and Sabuncu, 2018).</summary>
    GeneralizedCrossEntropy,

    /// <summary>The AUC margin loss (Yuan et al., 2021); not for multi-class tasks.</summary>
    AucMargin,
}
