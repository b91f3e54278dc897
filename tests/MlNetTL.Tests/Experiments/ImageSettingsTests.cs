using MlNetTL.Experiments.Pipelines;
using MlNetTL.Images;

namespace MlNetTL.Tests.Experiments;

[TestClass]
public sealed class ImageSettingsTests
{
    [TestMethod]
    public void StepsStainsAndTheGateAreReadFromAFile()
    {
        var image = Parse("""
            "preprocess": [{ "kind": "discCrop", "radius": 200 }, { "kind": "localMean", "keptRadius": 0 }], "stainNormalization": "fit",
            "quality": { "spread": 3, "minimumFocus": 5, "blank": true }
            """).Image;
        Assert.AreEqual(ImagePreprocessing.Of(new DiscCrop(200), new LocalMeanSubtraction(KeptRadius: 0)), image.ToDecodeSettings().Preprocess);
        Assert.AreEqual(StainNormalizationKind.Fit, image.StainNormalization);
        var training = new[] { 100, 200, 300 }.Select(focus => new ImageQuality(focus, focus / 1000.0, 0, 1, false)).ToArray();
        var fitted = ImageQualityLimits.Fit(training, 3);
        Assert.AreEqual(fitted with { MinimumFocus = 5, RefuseBlank = false }, image.Quality!.ToLimits(training));
        Assert.AreEqual(new ImageQualityLimits(MinimumDiscCoverage: 0.5), new QualitySettings(MinimumDiscCoverage: 0.5).ToLimits(training));
    }

    [TestMethod]
    public void WhatCannotBeRunIsNamedAtOnceWithItsPlace()
    {
        var error = Assert.ThrowsExactly<PipelineException>(() => Parse("""
            "channels": 1, "preprocess": [{ "kind": "clahe", "radius": 30, "tiles": 0 }, { "kind": "discCrop", "radius": 1 }], "stainNormalization": "reference",
            "quality": { "spread": 0, "minimumExposure": 2 }
            """));
        foreach (var text in new[]
        {
            "image.preprocess[0].radius does not belong to Clahe. Received: 30.", "image.preprocess[0]: The Tiles of Clahe must be 1 to 64. Received: 0.",
            "image.preprocess[1]: The Radius of DiscCrop must be 16 to 2048 pixels. Received: 1.", "image.stainNormalization must be none unless 'channels' is 3",
            "image.quality.spread must be above 0. Received: 0.", "image.quality: MinimumExposure must be 0 to 1. Received: 2.",
        })
            Assert.Contains(text, error.Message);
    }

    private static Pipeline Parse(string image) => PipelineFile.Parse(
        $$"""{ "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["Edema"] }, "image": { {{image}} } }""");
}
