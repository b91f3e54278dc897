using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Images;
using MlNetTL.Scoring;

namespace MlNetTL.Tests.Scoring.Features;

/// <summary>The features of a real X-ray (chestxray14/images/00000075_000.png, 320 x 320, not resized) are those of PyTorch 1.13.1 and torchvision 0.14.1's
/// resnet18 with the same checkpoint: the mean over height and width of what each stage gives, and the logits.</summary>
[TestClass]
[TestCategory(SharedFolder.Category)]
public sealed class FeatureParityTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    [DataRow("stem", 64, new[] { 0.131747f, 0.03029f, 0.335492f, 0.232602f, 0.424492f }, 20.67422103881836)]
    [DataRow("stage1", 64, new[] { 0.14191f, 0.561502f, 0.319526f, 0.746506f, 0.080325f }, 37.52481460571289)]
    [DataRow("stage2", 128, new[] { 0.50707f, 0.116f, 0.30427f, 0.174402f, 0.024048f }, 26.455617904663086)]
    [DataRow("stage3", 256, new[] { 0.104112f, 0.045645f, 0.078629f, 0.047464f, 0.211974f }, 43.475189208984375)]
    [DataRow("stage4", 512, new[] { 0.605196f, 0.226974f, 0.954873f, 0.552019f, 0.13695f }, 305.7530517578125)]
    [DataRow("head", 1000, new[] { -11.343276f, -9.279144f, -5.89819f, -7.271468f, -6.585617f }, -9465.7294921875)]
    public void EveryStageGivesPyTorchsFeatures(string stage, int width, float[] first, double sum)
    {
        var image = SharedFolder.Require("data/chestxray14/images/00000075_000.png");
        var weights = SharedFolder.Require("data/weights/resnet18.pth");
        using var folder = new TemporaryFolder();
        var view = s_ml.Data.LoadFromEnumerable([new Input { Path = image }]);
        var estimator = s_ml.Transforms.LoadImageTensors(new("Image", 320, 320, Resize: ResizeMode.Stretch, StoreFolder: folder["store"]))
            .Append(s_ml.Transforms.FeaturizeImages(new FeaturizeImagesOptions(Backbone: "resnet18", Weights: weights, Stage: stage, Device: "cpu", CacheFolder: folder["features"])));
        using var model = estimator.Fit(view);
        var features = model.Transform(view).GetColumn<float[]>("Features").Single();
        Assert.HasCount(width, features);
        for (var i = 0; i < first.Length; i++) Assert.AreEqual(first[i], features[i], 1e-3f * Math.Max(1, Math.Abs(first[i])), $"{stage}.{i}");
        Assert.AreEqual(sum, features.Sum(value => (double)value), 1e-4 * Math.Abs(sum));
        Assert.AreEqual("resnet18.pth", model.LastTransformer.Description.PretrainedWeights);
        Assert.AreEqual("4ad7bb47dfe92e703df9eeb1fc191c3eb47758689be69ce41a379035bee4d3f8", model.LastTransformer.Description.PretrainedSha256);
    }

    internal sealed class Input
    {
        public string Path { get; set; } = "";
    }
}
