using Microsoft.ML;
using MlNetTL.Images;
using MlNetTL.Scoring;
using MlNetTL.Training;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Training;

/// <summary>Fits with every step on values, on 16 bits.</summary>
[TestClass]
public sealed class AugmentedValuesFitTests
{
    private static readonly Augmentation[] s_steps =
    [
        new RandomResizedCrop(0.5), new RandomAffine(), new RandomBrightness(), new RandomContrast(), new RandomGamma(), new RandomBlur(5), new RandomNoise(), new RandomErasing(Fill: ErasingFill.Noise),
    ];

    [TestMethod]
    public void AFitThatGoesOnEndsWithTheBitsOfOneInOneGo()
    {
        using var images = new StripedImages(16, PixelType.UInt16);
        using var whole = Fit(images, s_steps);
        Assert.ThrowsExactly<OperationCanceledException>(() => Fit(images, s_steps, images["checkpoint"], stopAfter: 3));
        using var resumed = Fit(images, s_steps, images["checkpoint"]);
        CollectionAssert.AreEqual(StripedImages.Values(whole), StripedImages.Values(resumed));
        Assert.ContainsSingle(note => note.Contains("Training goes on from"), images.Notes);
        // Steps on values do reach the network.
        using var moved = Fit(images, s_steps[..2]);
        CollectionAssert.AreNotEqual(StripedImages.Values(whole), StripedImages.Values(moved));
    }

    [TestMethod]
    public void StepsThatDoNotSuitTheImagesAreRefusedBeforeAnyIsRead()
    {
        using var images = new StripedImages(4);
        foreach (var row in images.Rows) File.Delete(row.Path);
        foreach (var (step, problem) in new (Augmentation, string)[]
                 {
                     (new RandomHue(), "RandomHue needs images of 3 channels, red, green and blue. Received: 1. Leave the step out."),
                     (new RandomSaturation(), "RandomSaturation needs images of 3 channels"),
                     (new RandomGrey(), "RandomGrey needs images of 3 channels"),
                     (new BandDropout(), "BandDropout needs images of at least 2 channels. Received: 1."),
                     (new RandomBlur(65), "RandomBlur mirrors half of its KernelSize at the border, which must be less than the image's sides, 32 x 32. Received: 65."),
                 })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => images.Load().Append(images.ML.Transforms.AugmentImages("Image", null, step)).Fit(images.View)).Message, problem);
    }

    private static ImageTransferLearningTransformer Fit(StripedImages images, Augmentation[] steps, string? checkpoint = null, int? stopAfter = null)
    {
        using var cancel = new CancellationTokenSource();
        var options = StripedImages.Quick();
        (options.CheckpointFolder, options.CancellationToken) = (checkpoint, cancel.Token);
        var taken = 0;
        options.ProgressCallback = step =>
        {
            if (step.Stage == TrainingStage.Training && ++taken == stopAfter) cancel.Cancel();
        };
        return images.Load(pixelType: PixelType.UInt16).Append(images.ML.Transforms.AugmentImages("Image", null, steps))
            .Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(options)).Fit(images.View).LastTransformer;
    }
}
