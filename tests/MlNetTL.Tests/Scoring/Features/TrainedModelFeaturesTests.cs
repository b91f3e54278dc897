using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Backbones;
using MlNetTL.Tests.Training;

namespace MlNetTL.Tests.Scoring.Features;

[TestClass]
public sealed class TrainedModelFeaturesTests
{
    [TestMethod]
    public void TheHeadOfATrainedZipGivesTheLogitsThatItsModelGives()
    {
        using var images = new StripedImages(16);
        var options = StripedImages.Quick(epochs: 1);
        options.HiddenLayers = [6];
        options.Preprocessing = new([0.4f], [0.3f]);
        using var trained = images.Load().Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(options)).Fit(images.View);
        images.ML.Model.Save(trained, images.View.Schema, images["model.zip"]);
        var logits = trained.Transform(images.View).GetColumn<float>("Score").ToArray();
        using var model = FeaturizeImagesTests.Chain(images, FeaturizeImagesTests.Options(images) with { Weights = images["model.zip"], Stage = "head" }).Fit(images.View);
        var features = FeaturizeImagesTests.Features(model, images);
        for (var i = 0; i < logits.Length; i++) Assert.AreEqual(logits[i], features[i].Single(), 1e-5f * Math.Max(1, Math.Abs(logits[i])));
        Assert.AreEqual(new Preprocessing([0.4f], [0.3f]), model.LastTransformer.Description.Preprocessing);
        Assert.AreEqual(new Top(1, [6]), model.LastTransformer.Description.Head);
        Assert.AreEqual("model.zip", model.LastTransformer.Description.PretrainedWeights);
    }
}
