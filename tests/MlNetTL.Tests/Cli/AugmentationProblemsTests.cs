namespace MlNetTL.Tests.Cli;

/// <summary>What is wrong with the augmentation of a pipeline file is told at once, with its line, before any image is read.</summary>
[TestClass]
public sealed class AugmentationProblemsTests
{
    [TestMethod]
    public void RangesAndImagesThatDoNotSuitAreListed()
    {
        using var folder = new TemporaryFolder();
        var pipeline = folder["a.json"];
        File.WriteAllText(pipeline, """
            { "name": "a", "data": { "dataset": "phantoms" }, "task": { "kind": "binary", "labels": ["Edema"] }, "image": { "size": 32, "channels": 1 },
              "augmentation": [
                { "kind": "flip", "horizontal": false },
                { "kind": "affine", "minimumScale": 1.2 },
                { "kind": "hue" },
                { "kind": "blur", "kernelSize": 4, "rate": 0.5 } ],
              "model": { "backbone": "resnet18" } }
            """);
        CommandLine.Run("preview", pipeline, "--output", folder["a.png"]).AssertRefused(
            "line 3: augmentation[0]: RandomFlip must have Horizontal or Vertical set.",
            "line 4: augmentation[1]: MinimumScale and MaximumScale of RandomAffine must be above 0 and finite, and the first not above the second. Received: 1.2 and 1.1.",
            "line 5: augmentation[2]: RandomHue needs images of 3 channels",
            "line 6: augmentation[3]: The KernelSize of RandomBlur must be odd and at least 3. Received: 4.",
            "line 6: augmentation[3].rate belongs to bandDropout only. Received: 0.5.");
        Assert.IsFalse(File.Exists(folder["a.png"]));
    }
}
