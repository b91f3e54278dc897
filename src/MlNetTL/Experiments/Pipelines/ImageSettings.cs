using MlNetTL.Images;

namespace MlNetTL.Experiments.Pipelines;

/// <summary>What the images look like when the network sees them.</summary>
/// <param name="Size">Both sides, in pixels, where 'width' or 'height' is absent.</param>
/// <param name="Width">The width, in pixels.</param>
/// <param name="Height">The height, in pixels.</param>
/// <param name="Channels">1 (grey), 3 (colour; grey images are repeated), or the number of bands, up to 64: of the file, or of all files that
/// 'data.bands' makes one image of.</param>
/// <param name="PixelType">The type of a value: byte (8 bits) or uInt16 (16 bits).</param>
/// <param name="Resize">stretch: both sides on their own; crop: cover, keep the centre; pad: fit in, centred on black.</param>
/// <param name="Unreadable">What happens to an image that cannot be decoded.</param>
/// <param name="Preprocess">Steps that every image goes through before it is resized, in this order. None where absent.</param>
/// <param name="StainNormalization">For histology: none; fit: stains are brought to those of the training images; reference: to the published reference (Macenko et al. 2009).</param>
/// <param name="Quality">A gate for poor images. None where absent.</param>
public sealed record ImageSettings(
    int Size = 224,
    int? Width = null,
    int? Height = null,
    int Channels = 3,
    PixelType PixelType = PixelType.Byte,
    ResizeMode Resize = ResizeMode.Stretch,
    UnreadableImages Unreadable = UnreadableImages.Fail,
    IReadOnlyList<PreprocessStep>? Preprocess = null,
    StainNormalizationKind StainNormalization = StainNormalizationKind.None,
    QualitySettings? Quality = null)
{
    private const int Least = 16, Most = 4096;

    /// <summary>How the images are decoded.</summary>
    public DecodeSettings ToDecodeSettings() => new(Height ?? Size, Width ?? Size, Channels, PixelType, Resize,
        Preprocess is { Count: > 0 } steps ? new([.. steps.Select(step => step.ToStep())]) : null);

    internal void Validate(ProblemList problems)
    {
        foreach (var (name, value) in new[] { ("size", Size), ("width", Width ?? Size), ("height", Height ?? Size) }.DistinctBy(side => side.Item2))
            problems.Require(value is >= Least and <= Most, $"image.{name}", $"must lie between {Least} and {Most} pixels", value);
        problems.Require(Channels is >= 1 and <= DecodeSettings.MaxChannels, "image.channels",
            $"must be 1 (grey), 3 (colour) or the number of bands, at most {DecodeSettings.MaxChannels}", Channels);
        for (var i = 0; i < (Preprocess?.Count ?? 0); i++) Preprocess![i].Validate($"image.preprocess[{i}]", problems);
        problems.Require(StainNormalization == StainNormalizationKind.None || (Channels == 3 && PixelType == PixelType.Byte), "image.stainNormalization",
            "must be none unless 'channels' is 3 and 'pixelType' byte: stains are colours", StainNormalization);
        Quality?.Validate(problems);
    }
}
