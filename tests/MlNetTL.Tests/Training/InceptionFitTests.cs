using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetTL.Tests.Training;

/// <summary>The network with an auxiliary head, from training to the zip.</summary>
[TestClass]
public sealed class InceptionFitTests
{
    [TestMethod]
    [DataRow(80, true)]
    [DataRow(299, false)]
    [TestCategory("Long")]
    public void ItTrainsWithOrWithoutItsSecondHeadAndTheZipNeverAsksForIt(int size, bool told)
    {
        using var images = new StripedImages(8);
        var options = StripedImages.Quick(epochs: 1);
        options.Backbone = "inception_v3";
        options.BatchSize = 3;
        var chain = images.ML.Transforms.LoadImageTensors("Image", size, size, channels: 1, storeFolder: images.Store)
            .Append(images.ML.BinaryClassification.Trainers.ImageTransferLearning(options));
        using var trained = chain.Fit(images.View);
        Assert.AreEqual(told, images.Notes.Any(note => note.Contains("is trained without its auxiliary head")));
        Assert.IsFalse(trained.LastTransformer.Model.Network.state_dict().Keys.Any(name => name.StartsWith("AuxLogits", StringComparison.Ordinal)));
        images.ML.Model.Save(trained, images.View.Schema, images["inception.zip"]);
        var loaded = images.ML.Model.Load(images["inception.zip"], out _);
        var (before, after) = (Scores(trained), Scores(loaded));
        CollectionAssert.AreEqual(before, after);
        Assert.IsTrue(before.All(float.IsFinite));
        (loaded as IDisposable)?.Dispose();

        float[] Scores(ITransformer model) => [.. model.Transform(images.View).GetColumn<float>("Score")];
    }
}
