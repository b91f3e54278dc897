using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Scoring;
using MlNetTL.Tests.Transforms;
using MlNetTL.Transforms;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class AugmentedFitTests
{
    [TestMethod]
    public void TheChainAugmentsTrainingAndNothingElse()
    {
        using var images = new StripedImages(16);
        using var plain = images.Fit(StripedImages.Quick(epochs: 1));
        using var augmented = Chain(images, Augment(images)).Fit(images.View);
        using var again = Chain(images, Augment(images)).Fit(images.View);
        CollectionAssert.AreNotEqual(StripedImages.Values(plain), StripedImages.Values(augmented.LastTransformer));
        CollectionAssert.AreEqual(StripedImages.Values(augmented.LastTransformer), StripedImages.Values(again.LastTransformer));
        Assert.DoesNotContain(warning => warning.Contains("nothing is augmented"), images.Warnings);

        // The same network behind a chain without AugmentImages sees the same images.
        var scores = augmented.Transform(images.View).GetColumn<float>("Score").ToArray();
        CollectionAssert.AreEqual(scores, augmented.Transform(images.View).GetColumn<float>("Score").ToArray());
        CollectionAssert.AreEqual(scores, augmented.LastTransformer.Transform(images.Load().Fit(images.View).Transform(images.View)).GetColumn<float>("Score").ToArray());
        var loaded = Zip.RoundTrip(augmented, images.View.Schema);
        CollectionAssert.AreEqual(scores, loaded.Transform(images.View).GetColumn<float>("Score").ToArray());
    }

    [TestMethod]
    public void AChainWithinAChainIsToldThatNothingIsAugmented()
    {
        using var images = new StripedImages(16);
        using var plain = images.Fit(StripedImages.Quick(epochs: 1));
        var nested = images.ML.Transforms.CopyColumns("Copied", "Path").Append(images.Load().Append(Augment(images)));
        using var trained = nested.Append(Trainer(images)).Fit(images.View);
        Assert.ContainsSingle(warning => warning.Contains("nothing is augmented"), images.Warnings);
        CollectionAssert.AreEqual(StripedImages.Values(plain), StripedImages.Values(trained.LastTransformer));
    }

    private static EstimatorChain<ImageTransferLearningTransformer> Chain(StripedImages images, IEstimator<ITransformer> augment) => images.Load().Append(augment).Append(Trainer(images));

    private static IEstimator<ImageTransferLearningTransformer> Trainer(StripedImages images) =>
        images.ML.BinaryClassification.Trainers.ImageTransferLearning(StripedImages.Quick(epochs: 1));

    private static ImageAugmentingEstimator Augment(StripedImages images) => images.ML.Transforms.AugmentImages("Image", null, new RandomCrop(0.5), new RandomRotation(20));
}
