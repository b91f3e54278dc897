using MlNetTL.Weights;

namespace MlNetTL.Tests.Training;

[TestClass]
public sealed class ClippedFitTests
{
    [TestMethod]
    public void AdaptiveGradientClippingReachesTheStepAndHugeClippingChangesNothing()
    {
        using var images = new StripedImages(16);
        var plain = Trained(images, null);
        CollectionAssert.AreNotEqual(plain, Trained(images, 0.001));
        // No gradient is a million times as long as its weights.
        CollectionAssert.AreEqual(plain, Trained(images, 1e6));
    }

    [TestMethod]
    public void SettingsThatCannotHoldAreRefusedTogether()
    {
        var options = StripedImages.Quick(epochs: 1);
        (options.AdaptiveGradientClipping, options.Weights, options.PretrainedUse) = (0, null, PretrainedUse.MeanAndVariance);
        var error = Assert.ThrowsExactly<ArgumentException>(() => options.Validate(layout: null));
        Assert.Contains("AdaptiveGradientClipping must be above 0 and finite, or null. Received: 0.", error.Message);
        Assert.Contains("PretrainedUse MeanAndVariance needs Weights to take them from. Received: null.", error.Message);
    }

    // SGD: Adam divides a gradient by its own size, so that clipping it evenly would not be seen.
    private static float[] Trained(StripedImages images, double? clipping)
    {
        var options = StripedImages.Quick(epochs: 1, learningRate: 0.05);
        (options.ValidationFraction, options.AdaptiveGradientClipping, options.Optimizer) = (0, clipping, new MlNetTL.Training.Optimizers.Sgd());
        using var trained = images.Fit(options);
        return StripedImages.Values(trained);
    }
}
