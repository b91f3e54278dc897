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

    /// <summary>A part of another size and aspect is stretched back.</summary>
    ResizedCrop,

    /// <summary>Turned, shifted, scaled and sheared at once.</summary>
    Affine,

    /// <summary>Values are multiplied.</summary>
    Brightness,

    /// <summary>Values are stretched about their mean.</summary>
    Contrast,

    /// <summary>Values are raised to a power.</summary>
    Gamma,

    /// <summary>Colours become stronger or weaker.</summary>
    Saturation,

    /// <summary>Colours are turned around the colour circle.</summary>
    Hue,

    /// <summary>Some images become grey.</summary>
    Grey,

    /// <summary>Blurred by a Gaussian.</summary>
    Blur,

    /// <summary>Gaussian noise is added.</summary>
    Noise,

    /// <summary>A rectangle is covered.</summary>
    Erase,

    /// <summary>Channels are blackened.</summary>
    BandDropout,
}
