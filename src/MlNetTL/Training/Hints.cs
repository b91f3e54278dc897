using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Transforms;
using MlNetTL.Weights;

namespace MlNetTL.Training;

/// <summary>What a log should say of a fit's settings although nothing is wrong with them.</summary>
internal static class Hints
{
    /// <summary>The hints, a sentence or two each.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="pretrained">The weights, or null from scratch.</param>
    /// <param name="image">How the images are read, where that is known.</param>
    /// <param name="layout">What they are.</param>
    public static IEnumerable<string> Of(ImageTransferLearningTrainer.Options options, PretrainedWeights? pretrained, ImageColumn? image, ImageLayout layout)
    {
        if (pretrained?.Definition is { Input: var input } weights
            && (layout.Height != input.Crop || layout.Width != input.Crop || input.Interpolation != Interpolation.Bilinear && image?.Decode is not null))
            yield return $"The weights '{weights.Name}' were published for images of {input}. These are {layout.Height} x {layout.Width} px (height x width)"
                + $"{(image?.Decode is null ? "" : ", resized bilinearly")}: other sizes work, and may score differently.";
    }
}
