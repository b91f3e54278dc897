namespace MlNetTL.Backbones;

/// <summary>The images that published weights were evaluated on by their authors.</summary>
/// <param name="Resize">The length of the shorter side after resizing, in pixels.</param>
/// <param name="Crop">The side of the square that was cut from the centre, in pixels.</param>
/// <param name="Interpolation">How pixels were interpolated.</param>
/// <param name="ChannelOrder">The order of the channels: RGB, BGR or grey.</param>
public sealed record PublishedInput(int Resize, int Crop, Interpolation Interpolation = Interpolation.Bilinear, string ChannelOrder = "RGB")
{
    /// <summary>The images that most networks of ImageNet were evaluated on.</summary>
    public static PublishedInput ImageNet { get; } = new(256, 224);

    /// <summary>As text, such as '224 px, cut from 256 px, bilinear, RGB'.</summary>
    public override string ToString() =>
        $"{Crop} px{(Resize == Crop ? "" : $", cut from {Resize} px")}, {Interpolation.ToString().ToLowerInvariant()}, {ChannelOrder}";
}

/// <summary>How pixels are interpolated when an image is resized.</summary>
public enum Interpolation
{
    /// <summary>Linear in both directions.</summary>
    Bilinear,

    /// <summary>Cubic in both directions.</summary>
    Bicubic,
}
