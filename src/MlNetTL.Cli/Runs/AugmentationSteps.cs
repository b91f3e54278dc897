using MlNetTL.Experiments.Pipelines;
using MlNetTL.Transforms;

namespace MlNetTL.Cli.Runs;

/// <summary>The augmentations that a pipeline stands for.</summary>
internal static class AugmentationSteps
{
    /// <summary>The step that a file's lines stand for. Numbers left out of the file take the default of the step.</summary>
    public static Augmentation Of(AugmentationStep step) => step.Kind switch
    {
        AugmentationKind.Flip => new RandomFlip(step.Horizontal ?? true, step.Vertical ?? false, step.Probability ?? new RandomFlip().Probability),
        AugmentationKind.Crop => new RandomCrop(step.MinimumScale ?? new RandomCrop().MinimumScale),
        AugmentationKind.Rotate => new RandomRotation(step.MaximumDegrees ?? new RandomRotation().MaximumDegrees),
        AugmentationKind.ResizedCrop when new RandomResizedCrop() is var crop => new RandomResizedCrop(
            step.MinimumScale ?? crop.MinimumScale, step.MaximumScale ?? crop.MaximumScale, step.MinimumAspect ?? crop.MinimumAspect, step.MaximumAspect ?? crop.MaximumAspect),
        AugmentationKind.Affine when new RandomAffine() is var affine => new RandomAffine(
            step.MaximumDegrees ?? affine.MaximumDegrees, step.MaximumTranslation ?? affine.MaximumTranslation, step.MinimumScale ?? affine.MinimumScale, step.MaximumScale ?? affine.MaximumScale,
            step.MaximumShear ?? affine.MaximumShear, step.Probability ?? affine.Probability),
        AugmentationKind.Erase when new RandomErasing() is var erase => new RandomErasing(
            step.MinimumScale ?? erase.MinimumScale, step.MaximumScale ?? erase.MaximumScale, step.MinimumAspect ?? erase.MinimumAspect, step.MaximumAspect ?? erase.MaximumAspect,
            step.Fill is { } fill ? Enum.Parse<ErasingFill>($"{fill}") : erase.Fill, step.Probability ?? erase.Probability),
        _ when OfValues(step) is { } change => step.Probability is { } probability ? change with { Probability = probability } : change,
        _ => throw new NotSupportedException($"{nameof(AugmentationSteps)} must make each augmentation that pipelines can name. It lacks '{step.Kind}'."),
    };

    private static PhotometricAugmentation? OfValues(AugmentationStep step) => step.Kind switch
    {
        AugmentationKind.Brightness when new RandomBrightness() is var change => change with { MaximumChange = step.MaximumChange ?? change.MaximumChange },
        AugmentationKind.Contrast when new RandomContrast() is var change => change with { MaximumChange = step.MaximumChange ?? change.MaximumChange },
        AugmentationKind.Saturation when new RandomSaturation() is var change => change with { MaximumChange = step.MaximumChange ?? change.MaximumChange },
        AugmentationKind.Gamma when new RandomGamma() is var change => change with { MinimumGamma = step.MinimumGamma ?? change.MinimumGamma, MaximumGamma = step.MaximumGamma ?? change.MaximumGamma },
        AugmentationKind.Hue when new RandomHue() is var change => change with { MaximumShift = step.MaximumShift ?? change.MaximumShift },
        AugmentationKind.Grey => new RandomGrey(),
        AugmentationKind.Blur when new RandomBlur() is var change => change with
        {
            KernelSize = step.KernelSize ?? change.KernelSize,
            MinimumSigma = step.MinimumSigma ?? change.MinimumSigma,
            MaximumSigma = step.MaximumSigma ?? change.MaximumSigma,
        },
        AugmentationKind.Noise when new RandomNoise() is var change => change with { Sigma = step.Sigma ?? change.Sigma },
        AugmentationKind.BandDropout when new BandDropout() is var change => change with { Rate = step.Rate ?? change.Rate },
        _ => null,
    };

    /// <summary>What is wrong with the numbers, which pipeline files know only by their names, and with the images that the steps are to be taken on.</summary>
    public static IEnumerable<PipelineProblem> Problems(Pipeline pipeline)
    {
        var (height, width) = (pipeline.Image.Height ?? pipeline.Image.Size, pipeline.Image.Width ?? pipeline.Image.Size);
        for (var i = 0; i < pipeline.Augmentation.Count; i++)
        {
            var step = Of(pipeline.Augmentation[i]);
            foreach (var sentence in step.Problems().Concat(step.ProblemFor(pipeline.Image.Channels, height, width) is { } unfit ? [unfit] : []))
                yield return new($"augmentation[{i}]", $"augmentation[{i}]: {sentence}");
        }
    }
}
