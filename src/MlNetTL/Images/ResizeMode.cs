namespace MlNetTL.Images;

/// <summary>How an image is brought to the size that the network takes.</summary>
public enum ResizeMode
{
    /// <summary>Both sides are scaled on their own; the whole image is kept, its aspect is not.</summary>
    Stretch,

    /// <summary>Scaled until it covers the size, then its centre is kept: torchvision's Resize and CenterCrop, with their roundings.</summary>
    Crop,

    /// <summary>Scaled until it fits into the size, then centred on black: Pillow's ImageOps.pad, with its roundings.</summary>
    Pad,
}
