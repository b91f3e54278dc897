namespace MlNetTL.Images;

/// <summary>Where the mean and the standard deviation come from that pixels are normalised by.</summary>
public enum Normalization
{
    /// <summary>From the pretrained weights; ImageNet's for a file of one's own and from scratch.</summary>
    Weights,

    /// <summary>From the pixels of the training images, channel by channel. For images that fill little of their type's range, as 16-bit satellite images do, and
    /// for bands that no pretrained weights know.</summary>
    TrainingImages,
}
