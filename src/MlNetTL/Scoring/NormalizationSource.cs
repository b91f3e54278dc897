namespace MlNetTL.Scoring;

/// <summary>Where a model's mean and standard deviation came from.</summary>
public enum NormalizationSource
{
    /// <summary>They belong to the pretrained weights.</summary>
    Weights,

    /// <summary>They are those of the training images.</summary>
    TrainingImages,

    /// <summary>The caller stated them.</summary>
    Options,

    /// <summary>Nothing was known, and ImageNet's were taken.</summary>
    ImageNet,
}
