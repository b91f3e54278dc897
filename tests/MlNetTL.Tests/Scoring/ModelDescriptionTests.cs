using MlNetTL.Backbones;
using MlNetTL.Scoring;

namespace MlNetTL.Tests.Scoring;

[TestClass]
public sealed class ModelDescriptionTests
{
    // Settings.json of a zip that was written before the weights were described.
    private const string Old = """
        {
          "Description": {
            "Task": "Multiclass",
            "Backbone": "resnet18",
            "HiddenLayers": [16],
            "LabelNames": ["normal", "bacteria"],
            "TrainedLabels": [true, true],
            "Layout": { "Channels": 3, "Height": 224, "Width": 224, "PixelType": "Byte", "Values": 150528, "MaxValue": 255, "RowBytes": 150528 },
            "Preprocessing": { "Mean": [0.485, 0.456, 0.406], "Std": [0.229, 0.224, 0.225], "Range": {}, "Channels": 3 },
            "PretrainedWeights": "imagenet",
            "PretrainedSha256": "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec",
            "Seed": 1,
            "TrainedOn": "cpu",
            "LibraryVersion": "0.1.0",
            "TorchVersion": "2.10.0"
          },
          "Keys": null,
          "Names": { "Feature": "Image", "Label": "Label", "Score": "Score", "PredictedLabel": "PredictedLabel", "Probability": "Probability" }
        }
        """;

    [TestMethod]
    public void AZipFromBeforeTheWeightsWereDescribedIsRead()
    {
        var description = ScorerState.FromJson(Old).Description;
        Assert.AreEqual("imagenet", description.PretrainedWeights);
        Assert.AreEqual(Preprocessing.ImageNet, description.Preprocessing);
        Assert.IsNull(description.Pretrained);
        Assert.IsNull(description.Normalization);
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
