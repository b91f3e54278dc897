using MlNetTL.Backbones;
using MlNetTL.Scoring;

namespace MlNetTL.Tests.Scoring;

[TestClass]
public sealed class ModelDescriptionTests
{
    // Settings.json of a zip that was written before the weights were described, with fewer line breaks.
    private const string Old = """
        {
          "Description": {
            "Task": "Multiclass",
            "Backbone": "resnet18",
            "HiddenLayers": [],
            "LabelNames": ["bacteria", "normal", "virus"],
            "TrainedLabels": [true, true, true],
            "Layout": {"Channels": 3, "Height": 112, "Width": 112, "PixelType": "Byte", "Values": 37632, "MaxValue": 255, "RowBytes": 37632},
            "Preprocessing": {"Mean": [0.485, 0.456, 0.406], "Std": [0.229, 0.224, 0.225], "Channels": 3},
            "PretrainedWeights": "resnet18.pth",
            "PretrainedSha256": "4ad7bb47dfe92e703df9eeb1fc191c3eb47758689be69ce41a379035bee4d3f8",
            "Seed": 1,
            "TrainedOn": "cpu",
            "LibraryVersion": "0.1.0",
            "TorchVersion": "2.10.0.0"
          },
          "Keys": {"Kind": "Text", "Values": ["bacteria", "normal", "virus"]},
          "Names": {"Feature": "Image", "Label": "Class", "Score": "Score", "PredictedLabel": "PredictedLabel", "Probability": "Probability"}
        }
        """;

    [TestMethod]
    public void AZipFromBeforeTheWeightsWereDescribedIsRead()
    {
        var description = ScorerState.FromJson(Old).Description;
        Assert.AreEqual("resnet18.pth", description.PretrainedWeights);
        Assert.AreEqual(112, description.Layout.Height);
        Assert.AreEqual(Preprocessing.ImageNet, description.Preprocessing);
        Assert.IsNull(description.Pretrained);
        Assert.IsNull(description.Normalization);
        Assert.AreEqual(new Top(3), description.Top);
    }

    [TestMethod]
    public void WhatIsKnownOfTheWeightsReadsBackAlike()
    {
        var row = BackboneTable.All["inception_v3"].Weights[0];
        var pretrained = new PretrainedDescription("imagenet", row.FileName, new string('a', 64), "Loaded 1.", row.Preprocessing, row.Url, row.Licence, row.Top1, row.Outputs, row.Input, row.Note);
        var old = ScorerState.FromJson(Old);
        var json = ScorerState.ToJson(old with { Description = old.Description with { Pretrained = pretrained, Normalization = NormalizationSource.TrainingImages } });
        foreach (var text in new[] { "\"Licence\": \"BSD-3-Clause\"", "\"Minimum\": -1", "\"Maximum\": 1", "\"Crop\": 299", "\"Interpolation\": \"Bilinear\"", "\"ChannelOrder\": \"RGB\"", "\"Channels\": 3" })
            StringAssert.Contains(json, text);
        var back = ScorerState.FromJson(json).Description;
        Assert.AreEqual(pretrained, back.Pretrained);
        Assert.AreEqual(NormalizationSource.TrainingImages, back.Normalization);
    }
}
