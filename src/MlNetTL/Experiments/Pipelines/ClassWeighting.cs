namespace MlNetTL.Experiments.Pipelines;

/// <summary>How much the images of each class weigh in the loss.</summary>
public enum ClassWeighting
{
    /// <summary>Every image counts alike.</summary>
    None,

    /// <summary>Rare classes weigh more, so that all weigh the same in total.</summary>
    Balanced,
}
