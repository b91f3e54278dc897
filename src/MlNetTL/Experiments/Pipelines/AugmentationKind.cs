namespace MlNetTL.Experiments.Pipelines;

/// <summary>The kind of an augmentation.</summary>
public enum AugmentationKind
{
    /// <summary>Sides change places.</summary>
    Flip,

    /// <summary>A part is cut out and brought back to size.</summary>
    Crop,

    /// <summary>The image is turned about its centre.</summary>
    Rotate,
}
