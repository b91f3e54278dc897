using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetTL.Backbones;
using MlNetTL.Images;
using MlNetTL.Tests.Training;
using MlNetTL.Tests.Transforms;

namespace MlNetTL.Tests.Scoring.Features;

[TestClass]
public sealed class FeaturesOfEveryFamilyTests
{
    [TestMethod]
    [TestCategory("Long")]
    public void TheFirstRowOfEachFamilyGivesItsFeaturesBeforeAndAfterAZip()
    {
        using var images = new StripedImages(2);
        var families = BackboneTable.All.Rows.GroupBy(row => new string([.. row.Name.TakeWhile(char.IsLetter)])).Select(group => group.MinBy(row => row.ParameterCount)!);
        foreach (var row in families)
        {
            var size = Math.Max(64, row.MinimumSize);
            // A size of its own, and images in the store of that size.
            using var model = images.ML.Transforms.LoadImageTensors(new("Image", size, size, StoreFolder: images.Store, Channels: 3, Resize: ResizeMode.Stretch))
                .Append(images.ML.Transforms.FeaturizeImages(FeaturizeImagesTests.Options(images) with { Backbone = row.Name })).Fit(images.View);
            var features = FeaturizeImagesTests.Features(model, images);
            Assert.IsTrue(features.All(values => values.Length == row.FeatureCount && values.All(float.IsFinite)), row.Name);
            using var loaded = (TransformerChain<ITransformer>)Zip.RoundTrip(model, images.View.Schema);
            FeaturizeImagesTests.Close(features, FeaturizeImagesTests.Features(loaded, images));
        }
    }
}
